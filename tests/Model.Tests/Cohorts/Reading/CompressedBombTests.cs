using System.IO.Compression;
using System.Text;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading;

/// <summary>Small compressed files that unpack into endless ones: refused in words, with little written.</summary>
public sealed class CompressedBombTests
{
    private const string Good = "E1,17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0\n";
    private const int MaxListBytes = 2_000_000;
    private static readonly string Header =
        $"id,{string.Join(',', StudentPerformance.Schema.Features.Select(feature => feature.Name))}\n";

    public static TheoryData<string, string> EndlessShapes() => new()
    {
        { "one row again and again", Good },
        { "newlines", "\n" },
        { "blank lines of Windows", "\r\n" },
        { "rows of one letter", "x\n" },
        { "separators", ",,,,,,,,,,,,,,,,,,\n" },
        { "one endless line", "7" },
        { "one endless quoted cell", "\"" },
    };

    [Theory]
    [MemberData(nameof(EndlessShapes))]
    public async Task A_file_that_unpacks_into_hundreds_of_times_its_size_is_refused(string shape, string repeated)
    {
        // Arrange: what counts beyond the first 64 MB counts here beyond the first, to be quick.
        var packed = Pack(Header + Good, repeated, 3_000_000);
        var reading = new ReadingOptions { RatioFreeBytes = 1 << 20 };

        // Act
        var (outcome, _, problems) = await ScoreText.RunAsync(new RecordedScorer(StudentPerformance.Schema, 0.4), packed, reading: reading);

        // Assert
        Assert.True(packed.Length < 20_000, shape);
        Assert.Contains("se expande a más de 200 veces su tamaño", outcome.FileProblem?.Found, StringComparison.Ordinal);
        Assert.Contains("se expande a más de 200 veces su tamaño", problems, StringComparison.Ordinal);
        Assert.InRange(problems!.Length, 1, MaxListBytes);
    }

    [Theory]
    [InlineData(64_000_000, true)]
    [InlineData(70_000_000, false)]
    public async Task The_first_64_megabytes_may_be_as_dense_as_they_are(int bytes, bool isRead)
    {
        // Arrange: one line, which is quickly read.
        var packed = Pack(Header + Good, "7", bytes);

        // Act
        var (outcome, _, _) = await ScoreText.RunAsync(new RecordedScorer(StudentPerformance.Schema, 0.4), packed);

        // Assert
        Assert.Equal(isRead, outcome.FileProblem is null);
    }

    [Fact]
    public async Task Rejected_rows_beyond_ten_thousand_are_counted_and_not_listed()
    {
        // Arrange
        var packed = Pack(Header + Good, "x\n", 420_000);

        // Act
        var (outcome, report, problems) = await ScoreText.RunAsync(new RecordedScorer(StudentPerformance.Schema, 0.4), packed);

        // Assert
        Assert.InRange(packed.Length, 1, 6_000);
        Assert.Equal((1, 210_000), (outcome.Scored, outcome.Rejected));
        Assert.NotNull(report);
        Assert.InRange(problems!.Length, 1, MaxListBytes);
        Assert.Contains("\r\n,,200000 filas rechazadas más,", problems, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1_000_000, true)]
    [InlineData(1_100_000, false)]
    public async Task A_file_may_unpack_into_as_much_as_is_set(int bytes, bool isRead)
    {
        // Arrange
        var packed = Pack(Header + Good, "x\n", bytes - Header.Length - Good.Length);
        var reading = new ReadingOptions { MaxUnpackedBytes = 1 << 20 };

        // Act
        var (outcome, _, _) = await ScoreText.RunAsync(new RecordedScorer(StudentPerformance.Schema, 0.4), packed, reading: reading);

        // Assert
        Assert.Equal(isRead ? null : "un archivo comprimido que se expande a más de 1 MB", outcome.FileProblem?.Found);
    }

    [Fact]
    public async Task A_hundred_thousand_columns_are_refused_by_their_line()
    {
        // Arrange
        var packed = Pack("", string.Join(',', Enumerable.Range(0, 100_000).Select(column => $"c{column}")) + "\n", 2_000_000);

        // Act
        var (outcome, report, problems) = await ScoreText.RunAsync(new RecordedScorer(StudentPerformance.Schema), packed);

        // Assert
        Assert.Null(report);
        Assert.NotNull(outcome.FileProblem);
        Assert.InRange(problems!.Length, 1, MaxListBytes);
    }

    [Fact]
    public async Task A_cohort_that_packs_as_cohorts_do_is_read_whole()
    {
        // Arrange: rows that differ, far beyond the bytes that are free of the ratio.
        var rows = Enumerable.Range(0, 20_000).Select(student => $"{student * 7919L % 1_000_003}-{student}{Good[2..]}");
        var packed = Pack(Header + string.Concat(rows), "", 0);

        // Act
        await using var reader = await CohortReader.OpenAsync(packed, StudentPerformance.Schema,
            new ReadingOptions { RatioFreeBytes = 1000 },
            TestContext.Current.CancellationToken);
        var batch = new Antivirus.Model.Cohorts.StudentBatch(8192, StudentPerformance.Schema.Features.Count);
        while (await reader.ReadAsync(batch, [], TestContext.Current.CancellationToken))
        {
        }

        // Assert
        Assert.Equal(20_000, reader.RowsRead);
    }

    private static MemoryStream Pack(string start, string repeated, int bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(start));
            var block =
                Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(repeated, Math.Max(1, bytes / 100 / Math.Max(1, repeated.Length)))));
            for (var written = 0; written < bytes; written += block.Length)
            {
                gzip.Write(block);
            }
        }

        packed.Position = 0;
        return packed;
    }
}
