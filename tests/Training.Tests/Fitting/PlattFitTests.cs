using Antivirus.Model.Models;
using Antivirus.Training.Fitting;

namespace Antivirus.Training.Tests.Fitting;

public sealed class PlattFitTests
{
    [Fact]
    public void The_sigmoid_that_drew_the_outcomes_is_found_again()
    {
        // Arrange
        var random = new Random(1);
        var truth = new PlattCalibration(-1.7, 0.6);
        var raw = Enumerable.Range(0, 20_000).Select(_ => (random.NextDouble() * 6) - 3).ToArray();
        var atRisk = Array.ConvertAll(raw, score => random.NextDouble() < PlattFit.Apply(truth, score));

        // Act
        var found = PlattFit.Fit(raw, atRisk);

        // Assert
        Assert.InRange(found.Slope, truth.Slope - 0.1, truth.Slope + 0.1);
        Assert.InRange(found.Offset, truth.Offset - 0.1, truth.Offset + 0.1);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(0.001)]
    [InlineData(-30)]
    public void The_unit_of_the_raw_scores_does_not_matter(double unit)
    {
        // Arrange
        var random = new Random(1);
        var truth = new PlattCalibration(-1.7, 0.6);
        var raw = Enumerable.Range(0, 2_000).Select(_ => (random.NextDouble() * 6) - 3).ToArray();
        var atRisk = Array.ConvertAll(raw, score => random.NextDouble() < PlattFit.Apply(truth, score));

        // Act
        var found = PlattFit.Fit(raw, atRisk);
        var scaled = PlattFit.Fit(Array.ConvertAll(raw, score => score * unit), atRisk);

        // Assert
        Assert.Equal(found.Slope, scaled.Slope * unit, 1e-4);
        Assert.Equal(found.Offset, scaled.Offset, 1e-4);
    }
}
