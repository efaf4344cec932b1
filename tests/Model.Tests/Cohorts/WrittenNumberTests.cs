using Antivirus.Model.Cohorts;

namespace Antivirus.Model.Tests.Cohorts;

public sealed class WrittenNumberTests
{
    [Theory]
    [InlineData(0, "0", "0")]
    [InlineData(999, "999", "999")]
    [InlineData(100_000, "100.000", "100,000")]
    [InlineData(5_000_000_000, "5.000.000.000", "5,000,000,000")]
    public void A_count_is_written_as_its_language_writes_it(long count, string spanish, string english)
    {
        Assert.Equal(spanish, WrittenNumber.Count(count, ReportLanguage.Spanish));
        Assert.Equal(english, WrittenNumber.Count(count, ReportLanguage.English));
    }
}
