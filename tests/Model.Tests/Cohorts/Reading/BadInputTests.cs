using System.Text;
using Antivirus.Model.Pipeline;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading;

/// <summary>Files that are wrong from end to end, or in one place far from their start: all is told, and nothing good is lost.</summary>
public sealed class BadInputTests
{
    private const string Good = "17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0";
    private static readonly string Names = string.Join(',', StudentPerformance.Schema.Features.Select(feature => feature.Name));

    [Theory]
    [InlineData("\n")]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    public async Task A_header_alone_is_told_and_gives_no_report(string end)
    {
        // Act
        var (outcome, report, problems) = await RunAsync($"id,{Names}{end}", 0);

        // Assert
        Assert.Null(report);
        Assert.NotNull(outcome.FileProblem);
        Assert.Equal("Linea,Columna,Encontrado,Esperado\r\n1,,solo el encabezado,un archivo CSV de texto con una fila por estudiante\r\n",
            problems);
    }

    [Fact]
    public async Task Rows_that_all_lack_columns_are_all_told_and_give_no_report()
    {
        // Act
        var (outcome, report, problems) = await RunAsync($"id,{Names}\nE1,17,1\nE2,17,1\nE3,17,1\n", 0);

        // Assert
        Assert.Null(report);
        Assert.Equal((3, 0, 3), (outcome.Read, outcome.Scored, outcome.Rejected));
        Assert.Equal(["2,,3 columnas,19 columnas", "3,,3 columnas,19 columnas", "4,,3 columnas,19 columnas"], Lines(problems).Skip(1));
    }

    [Fact]
    public async Task A_cell_that_is_wrong_in_all_rows_is_told_for_the_first_ten_thousand()
    {
        // Act
        var (outcome, report, problems) =
            await RunAsync($"id,{Names}\n" + string.Concat(Enumerable.Range(1, 20_000).Select(student => $"E{student},x{Good[2..]}\n")), 0);

        // Assert
        Assert.Null(report);
        Assert.Equal(20_000, outcome.Rejected);
        Assert.Equal("10001,age,x,un número entero de 10 a 30", Lines(problems)[^2]);
        Assert.StartsWith(",,10000 filas rechazadas más,", Lines(problems)[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\0", "age")]
    [InlineData("1\07", "age")]
    public async Task A_NUL_far_from_the_start_costs_its_row_alone(string cell, string column)
    {
        // Arrange: more good rows than anyone looks at to tell what the file is.
        var before = string.Concat(Enumerable.Range(1, 3000).Select(student => $"A{student},{Good}\n"));

        // Act
        var (outcome, report, problems) = await RunAsync($"{before}malo,{cell}{Good[2..]}\nE2,{Good}\n", 3001);

        // Assert
        Assert.Equal((3002, 3001, 1), (outcome.Read, outcome.Scored, outcome.Rejected));
        Assert.Contains("\r\nE2,", report, StringComparison.Ordinal);
        Assert.StartsWith($"3001,{column},", Lines(problems)[1], StringComparison.Ordinal);
        Assert.DoesNotContain('\0', problems!);
    }

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public async Task An_id_may_have_256_bytes(int bytes, bool isGood)
    {
        // Act
        var (outcome, _, problems) = await RunAsync($"{new string('E', bytes)},{Good}\n", 1);

        // Assert
        Assert.Equal(isGood ? 1 : 0, outcome.Scored);
        Assert.Equal(isGood, problems is null);
    }

    [Theory]
    [InlineData("E1,", "\n")]
    [InlineData("E1,\"", "\n")]
    [InlineData("", "")]
    public async Task A_line_of_200_MB_is_one_bad_row_and_never_held_whole(string start, string end)
    {
        // Arrange
        using var upload = new LongLine($"E0,{Good}\n{start}", 200_000_000, $"{end}E2,{Good}\n");

        // Act
        var (outcome, report, problems) = await ScoreText.RunAsync(new RecordedScorer(StudentPerformance.Schema, 0.9, 0.1), upload);

        // Assert: without a line end the row after it is a part of it.
        Assert.Equal(end.Length > 0 ? 2 : 1, outcome.Scored);
        Assert.Equal(1, outcome.Rejected);
        Assert.StartsWith("Id_estudiantes,Prediccion,Probabilidad\r\nE0,En riesgo,0.9000\r\n", report, StringComparison.Ordinal);
        Assert.StartsWith("2,,", Lines(problems)[1], StringComparison.Ordinal);
        Assert.InRange(problems!.Length, 1, 1000);
        Assert.InRange(upload.MaxReadBytes, 1, 1_000_000);
    }

    [Fact]
    public async Task A_file_that_is_one_line_of_200_MB_gets_no_report()
    {
        // Arrange
        using var upload = new LongLine("", 200_000_000, "");

        // Act
        var (outcome, report, problems) = await ScoreText.RunAsync(new RecordedScorer(StudentPerformance.Schema), upload);

        // Assert
        Assert.Null(report);
        Assert.Equal(0, outcome.Scored);
        Assert.StartsWith("1,,", Lines(problems)[1], StringComparison.Ordinal);
        Assert.InRange(upload.MaxReadBytes, 1, 1_000_000);
    }

    private static Task<(CohortOutcome Outcome, string? Report, string? Problems)> RunAsync(string cohort, int scores) =>
        ScoreText.RunAsync(new RecordedScorer(StudentPerformance.Schema, [.. Enumerable.Repeat(0.9, scores)]), cohort);

    private static string[] Lines(string? problems) => problems!.TrimEnd().Split("\r\n");

    /// <summary>A start, many sevens and an end, made as they are read; remembers the largest piece that was asked for.</summary>
    private sealed class LongLine(string start, long sevens, string end) : Stream
    {
        private readonly byte[] _start = Encoding.UTF8.GetBytes(start);
        private readonly byte[] _end = Encoding.UTF8.GetBytes(end);
        private long _position;

        public int MaxReadBytes { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            MaxReadBytes = Math.Max(MaxReadBytes, buffer.Length);
            var read = _position < _start.Length ? Copy(_start.AsSpan((int)_position), buffer)
                : _position < _start.Length + sevens ? Fill(buffer[..(int)Math.Min(buffer.Length, _start.Length + sevens - _position)])
                : Copy(_end.AsSpan((int)(_position - _start.Length - sevens)), buffer);
            _position += read;
            return read;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Task.FromResult(Read(buffer, offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Read(buffer.Span));

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private static int Copy(ReadOnlySpan<byte> from, Span<byte> to)
        {
            var copied = Math.Min(from.Length, to.Length);
            from[..copied].CopyTo(to);
            return copied;
        }

        private static int Fill(Span<byte> buffer)
        {
            buffer.Fill((byte)'7');
            return buffer.Length;
        }
    }
}
