namespace Antivirus.Model.Tests.Scoring.SageMaker;

/// <summary>A clock on which waits of many seconds take milliseconds.</summary>
internal sealed class HurriedClock(double speed) : TimeProvider
{
    private readonly long _start = System.GetTimestamp();
    private readonly DateTimeOffset _now = System.GetUtcNow();

    public TimeSpan Elapsed => System.GetElapsedTime(_start) * speed;

    public override long GetTimestamp() => _start + (long)((System.GetTimestamp() - _start) * speed);

    public override DateTimeOffset GetUtcNow() => _now + Elapsed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new HurriedTimer(System.CreateTimer(callback, state, Hurried(dueTime), Hurried(period)), this);

    private TimeSpan Hurried(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / speed;

    private sealed class HurriedTimer(ITimer timer, HurriedClock clock) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(clock.Hurried(dueTime), clock.Hurried(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
