using Antivirus.Model.Evaluation;

namespace Antivirus.Training.Tests.Evaluation;

public sealed class ScoreMetricsTests
{
    [Theory]
    [InlineData(new[] { 0.1, 0.4, 0.35, 0.8 }, new[] { false, false, true, true }, 0.75)]
    [InlineData(new[] { 0.5, 0.5, 0.5, 0.5 }, new[] { true, false, true, false }, 0.5)]
    [InlineData(new[] { 0.1, 0.2, 0.8, 0.9 }, new[] { false, false, true, true }, 1)]
    [InlineData(new[] { 0.9, 0.1 }, new[] { false, true }, 0)]
    [InlineData(new[] { 0.3, 0.3, 0.6 }, new[] { false, true, true }, 0.75)]
    public void The_AUC_is_the_share_of_pairs_in_the_right_order_with_ties_as_half(double[] scores, bool[] atRisk, double expected)
    {
        Assert.Equal(expected, ScoreMetrics.Auc(scores, atRisk), 12);
    }

    [Fact]
    public void The_AUC_of_one_class_is_no_number()
    {
        Assert.Equal(double.NaN, ScoreMetrics.Auc([0.1, 0.2], [true, true]));
    }

    [Fact]
    public void Brier_log_loss_and_calibration_error_are_what_a_hand_computes()
    {
        double[] scores = [0.2, 0.25, 0.9];
        bool[] atRisk = [false, true, true];

        Assert.Equal((0.04 + 0.5625 + 0.01) / 3, ScoreMetrics.Brier(scores, atRisk), 12);
        Assert.Equal(-(Math.Log(0.8) + Math.Log(0.25) + Math.Log(0.9)) / 3, ScoreMetrics.LogLoss(scores, atRisk), 12);

        // The first two share a bin: mean score 0.225, share at risk 0.5.
        Assert.Equal(((2 * 0.275) + 0.1) / 3, ScoreMetrics.CalibrationError(scores, atRisk), 12);
    }
}
