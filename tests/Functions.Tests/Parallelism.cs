// The tests wait for other processes most of the time.
[assembly: Xunit.v3.Parallelization(MaxThreads = 4)]
