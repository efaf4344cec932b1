using Antivirus.LocalHost.Blobs;

namespace Antivirus.LocalHost.Tests.Blobs;

/// <summary>Paths with names in them take names apart as the Functions host does.</summary>
public sealed class BlobPathTests
{
    [Theory]
    [InlineData("subidas/{name}", "univalle/a.csv", "name=univalle/a.csv")]
    [InlineData("subidas/{ies}/{name}", "uam/2020/x.csv", "ies=uam/2020 name=x.csv")]
    [InlineData("subidas/{ies}/{name}.csv", "uam/x.csv", "ies=uam name=x")]
    [InlineData("subidas/in/{name}", "in/ñandú 1+1.csv", "name=ñandú 1+1.csv")]
    [InlineData("subidas", "lo que sea", "")]
    public void A_name_is_taken_apart(string path, string blob, string expected)
    {
        var values = BlobPath.Parse(path).Match(blob);

        Assert.NotNull(values);
        Assert.Equal(expected, string.Join(' ', values.Select(value => $"{value.Key}={value.Value}")));
    }

    [Theory]
    [InlineData("subidas/{ies}/{name}.csv", "uam/x.txt")]
    [InlineData("subidas/{ies}/{name}", "x.csv")]
    [InlineData("subidas/in/{name}", "out/x.csv")]
    [InlineData("subidas/{name}.csv", "xAcsv")]
    public void A_name_that_does_not_fit_is_left_alone(string path, string blob) => Assert.Null(BlobPath.Parse(path).Match(blob));

    [Theory]
    [InlineData("Subidas/{name}")]
    [InlineData("a/{name}")]
    [InlineData("{container}/{name}")]
    [InlineData("subidas/{name")]
    [InlineData("subidas/{}")]
    public void A_path_that_is_none_is_refused(string path) => Assert.Throws<FormatException>(() => BlobPath.Parse(path));

    [Fact]
    public void Only_names_with_the_fixed_beginning_are_listed() =>
        Assert.Equal("in/2020-", BlobPath.Parse("subidas/in/2020-{name}").Prefix);
}
