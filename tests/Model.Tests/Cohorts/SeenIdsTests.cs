using System.Globalization;
using System.Text;
using Antivirus.Model.Cohorts;

namespace Antivirus.Model.Tests.Cohorts;

public sealed class SeenIdsTests
{
    [Fact]
    public void A_repeated_id_is_found_however_many_lie_between()
    {
        // Arrange
        const int count = 100_000;
        var seen = new SeenIds();

        // Act
        var firstTime = Enumerable.Range(0, count).Count(id => seen.Add(Id(id)));
        var secondTime = Enumerable.Range(0, count).Count(id => seen.Add(Id(id)));

        // Assert
        Assert.Equal((count, 0), (firstTime, secondTime));
    }

    [Fact]
    public void Beyond_the_limit_new_ids_pass_and_remembered_ones_are_still_found()
    {
        // Arrange
        var seen = new SeenIds();
        for (var id = 0; id < SeenIds.Limit; id++)
        {
            seen.Add(Id(id));
        }

        // Act and assert
        Assert.True(seen.Add(Id(SeenIds.Limit)));
        Assert.True(seen.Add(Id(SeenIds.Limit)));
        Assert.False(seen.Add(Id(0)));
        Assert.False(seen.Add(Id(SeenIds.Limit - 1)));
    }

    private static byte[] Id(int number) => Encoding.UTF8.GetBytes("EST" + number.ToString(CultureInfo.InvariantCulture));
}
