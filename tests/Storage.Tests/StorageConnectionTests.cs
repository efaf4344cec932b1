using Microsoft.Extensions.Configuration;

namespace Antivirus.Storage.Tests;

public sealed class StorageConnectionTests
{
    private const string Key = "AccountName=antivirus;AccountKey=AAAA;BlobEndpoint=";

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "devstoreaccount1")]
    [InlineData(Key + "http://127.0.0.1:10000/antivirus", "antivirus")]
    [InlineData(Key + "http://storage:10000/antivirus", "antivirus")]
    [InlineData(Key + "https://antivirus.universidad.edu.co", "antivirus")]
    [InlineData("https://antivirus.blob.core.windows.net", "antivirus")]
    public void An_address_whose_account_is_found_is_opened(string setting, string account) => Assert.Equal(account, Open(setting));

    [Theory]
    [InlineData(Key + "https://archivos.universidad.edu.co/antivirus")]
    [InlineData(Key + "http://archivos/antivirus")]
    [InlineData("https://archivos.universidad.edu.co/antivirus")]
    public void A_host_name_with_a_path_is_refused_with_the_address_that_works(string setting)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Open(setting));

        Assert.Contains("Setting AntivirusStorage", refused.Message, StringComparison.Ordinal);
        Assert.Contains("https://antivirus.universidad.edu.co", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("AAAA", refused.Message, StringComparison.Ordinal);
    }

    private static string Open(string setting) =>
        StorageConnection.Open(new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create(StorageConnection.Setting, (string?)setting)]).Build()).AccountName;
}
