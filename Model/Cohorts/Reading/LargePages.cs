using System.Runtime.InteropServices;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>
/// Asks Linux to back a large table with pages of 2 MB instead of 4 KB. A table that is written all over takes a page fault for each page,
/// on a virtual machine some microseconds each: 16 MB then cost as much as scoring 50 000 students.
/// </summary>
internal static partial class LargePages
{
    private const nuint PageBytes = 2 * 1024 * 1024;

    // MADV_HUGEPAGE, Linux madvise(2).
    private const int HugePage = 14;

    /// <summary>A hint for what of the table was not touched yet; where it is not taken, or not there to be given, nothing
    /// changes.</summary>
    public static unsafe void AskFor(ulong[] table)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        fixed (ulong* start = table)
        {
            // Whole pages only. A table that the collector moves later leaves the hint behind, and loses no more than that.
            var first = ((nuint)start + PageBytes - 1) / PageBytes * PageBytes;
            var end = ((nuint)start + ((nuint)table.Length * sizeof(ulong))) / PageBytes * PageBytes;
            if (end > first)
            {
                TryAdvise(first, end - first);
            }
        }
    }

    private static void TryAdvise(nuint address, nuint length)
    {
        try
        {
            _ = Advise(address, length, HugePage);
        }
        catch (Exception absent) when (absent is DllNotFoundException or EntryPointNotFoundException)
        {
            // A system without this library or call: no cohort fails for want of a hint.
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nuint address, nuint length, int advice);
}
