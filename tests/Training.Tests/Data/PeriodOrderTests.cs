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
    [InlineData("20242", "202310", 1)]
    [InlineData("2-2013", "1-2014", -1)]
    [InlineData("Primavera 2023", "Otoño 2024", -1)]
    [InlineData("Semestre 2 2023", "Semestre 10 2023", -1)]
    [InlineData("2022-2023", "2023-2024", -1)]
    public void Periods_are_ordered_whatever_stands_between_their_parts(string left, string right, int expected)
    {
        // Act
        var order = PeriodOrder.Compare(left, right);

        // Assert
        Assert.Equal(expected, Math.Sign(order));
        Assert.False(PeriodOrder.IsUncertain(left, right));
        Assert.True(PeriodOrder.IsDated(left) && PeriodOrder.IsDated(right));
    }

    [Theory]
    [InlineData("Primavera")]
    [InlineData("22-1")]
    [InlineData("01/02/2023")]
    [InlineData("-")]
    public void A_period_without_a_certain_year_is_not_dated(string period) => Assert.False(PeriodOrder.IsDated(period));
}
