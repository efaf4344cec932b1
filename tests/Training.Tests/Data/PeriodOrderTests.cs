using Antivirus.Training.Data;

namespace Antivirus.Training.Tests.Data;

/// <summary>The order of terms, however they are written.</summary>
public sealed class PeriodOrderTests
{
    [Theory]
    [InlineData("2013 b", "2013J", -1)]
    [InlineData("2014-2", "2014/1", 1)]
    [InlineData("2013-II", "2013-III", -1)]
    [InlineData("20132", "20141", -1)]
    [InlineData("2013-2", "2013-10", -1)]
    public void Periods_are_ordered_whatever_stands_between_their_parts(string left, string right, int expected)
    {
        // Act
        var order = PeriodOrder.Compare(left, right);

        // Assert
        Assert.Equal(expected, Math.Sign(order));
        Assert.False(PeriodOrder.IsUncertain(left, right));
    }
}
