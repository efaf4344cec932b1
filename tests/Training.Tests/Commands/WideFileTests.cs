using System.Globalization;
using System.Text.Json;
using Antivirus.Support;
using Antivirus.Training.Tests.Pages;

namespace Antivirus.Training.Tests.Commands;

/// <summary>Files of thousands of columns, as exports of learning platforms have them.</summary>
public sealed class WideFileTests : IDisposable
{
    private const int Columns = 600;
    private const int Rows = 200;
    private const long MaxPageBytes = 5 * 1024 * 1024;
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task The_page_of_a_wide_file_shows_the_forty_columns_that_go_most_with_the_target()
    {
        // Arrange: of the noise, one column and one word go with the target.
        var data = await WriteAsync();

        // Act
        var (exitCode, output, errors) =
            await Training.RunAsync("explore", "--data", data, "--target", "abandono", "--out", _folder.File("pagina.html"), "--json");

        // Assert
        Assert.True(exitCode == 0, errors);
        await SelfContainedPage.CheckAsync(_folder.File("pagina.html"), "es", "Desde aquí se muestran las 40 columnas");
        Assert.InRange(new FileInfo(_folder.File("pagina.html")).Length, 1, MaxPageBytes);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(Columns, json.RootElement.GetProperty("columns").GetArrayLength());
        var names = json.RootElement.GetProperty("correlations").GetProperty("names").EnumerateArray().Select(name => name.GetString())
            .ToList();
        Assert.InRange(names.Count, 30, 41);
        Assert.Contains("c7", names);
        Assert.Equal("abandono", names[^1]);
    }

    [Theory]
    [InlineData("explore")]
    [InlineData("init")]
    public async Task Stopping_is_heard_and_leaves_no_file(string command)
    {
        // Arrange
        var data = await WriteAsync();
        var output = _folder.File("salida");
        string[] args = command == "init" ? ["profile", "init", "--data", data, "--out", output]
            : ["explore", "--data", data, "--out", output];
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        // Act
        var (exitCode, _, errors) = await Training.RunUntilAsync(stopped.Token, args);

        // Assert
        Assert.Equal(1, exitCode);
        Assert.Contains("Stopped", errors, StringComparison.Ordinal);
        Assert.Equal([data], Directory.GetFiles(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> WriteAsync()
    {
        var random = new Random(3);
        var path = _folder.File("ancho.csv");
        await File.WriteAllLinesAsync(
            path,
            [string.Join(',', Enumerable.Range(0, Columns).Select(column => $"c{column}").Append("abandono")), .. Enumerable.Range(0, Rows)
                .Select(Row)],
            TestContext.Current.CancellationToken);
        return path;

        string Row(int row)
        {
            var leaves = row % 3 == 0;
            return string.Join(',', Enumerable.Range(0, Columns).Select(column => column switch
            {
                7 => (random.Next(10) + (leaves ? 6 : 0)).ToString(CultureInfo.InvariantCulture),
                _ when column % 10 == 0 => $"w{random.Next(5)}",
                _ => random.Next(1000).ToString(CultureInfo.InvariantCulture),
            }).Append(leaves ? "Sí" : "No"));
        }
    }
}
