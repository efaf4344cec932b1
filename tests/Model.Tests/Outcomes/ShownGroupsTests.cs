using Antivirus.Model.Outcomes;

namespace Antivirus.Model.Tests.Outcomes;

public sealed class ShownGroupsTests
{
    [Theory]
    [InlineData("40 60", "40 60")]
    [InlineData("10 60", "10 60")]
    [InlineData("9 60", "")]
    [InlineData("9 30 60", "60")]
    [InlineData("1 5 60", "")]
    [InlineData("4 6 60", "60")]
    [InlineData("9 9 9 60", "60")]
    [InlineData("1", "")]
    [InlineData("1 10 10 60", "10 60")]
    public void A_small_group_is_never_the_only_one_that_is_left_out(string counts, string shown)
    {
        // Arrange
        OutcomeGroup[] groups = [.. counts.Split(' ').Select((count, place) => Group("sexo", place, int.Parse(count)))];

        // Act
        var left = ShownGroups.Of(groups);

        // Assert
        Assert.Equal(shown, string.Join(' ', left.Select(group => group.Count)));
    }

    [Fact]
    public void Each_column_is_looked_at_by_itself_and_keeps_its_order()
    {
        // Arrange
        OutcomeGroup[] groups =
            [Group("sexo", 0, 80), Group("sexo", 1, 20), Group("edad", 0, 3), Group("edad", 1, 50), Group("edad", 2, 47)];

        // Act, Assert
        Assert.Equal([groups[0], groups[1], groups[3]], ShownGroups.Of(groups));
    }

    private static OutcomeGroup Group(string column, int place, int count) =>
        new(column, $"g{place}", count, true, 0.5, null, default, default, 0.5);
}
