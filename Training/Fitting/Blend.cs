using Antivirus.Model.Evaluation;
using Antivirus.Model.Models;

namespace Antivirus.Training.Fitting;

/// <summary>Trees and logistic regression as one raw score: trees + <see cref="LinearFactor"/> × logit, with the calibration of that
/// sum.</summary>
/// <param name="Weight">Of the regression's logit beside the calibrated logit of the trees, 0 to 1.</param>
/// <param name="LinearFactor">Turns the logit into units of the trees' raw sum.</param>
/// <param name="Calibration">Of the raw score.</param>
internal sealed record Blend(double Weight, double LinearFactor, PlattCalibration Calibration)
{
    // A coarse choice: a few hundred students cannot tell finer ones apart.
    private static readonly double[] Weights = [0.25, 0.5, 0.75];

    /// <summary>The weight whose calibrated blend has the least log loss on these out-of-fold scores.</summary>
    public static Blend Fit(double[] trees, double[] logits, bool[] atRisk)
    {
        var alone = PlattFit.Fit(trees, atRisk);
        return Weights.Select(weight => Fit(weight, alone, trees, logits, atRisk)).MinBy(candidate => candidate.LogLoss).Blend;
    }

    /// <summary>The mean of the regression's logit and of the trees' own.</summary>
    public static Blend Average(PlattCalibration own) => new(0.5, 1 / -own.Slope, new PlattCalibration(own.Slope / 2, own.Offset / 2));

    public double Raw(double tree, double logit) => tree + (LinearFactor * logit);

    public double Score(double tree, double logit) => PlattFit.Apply(Calibration, Raw(tree, logit));

    private static (Blend Blend, double LogLoss) Fit(double weight, PlattCalibration alone, double[] trees, double[] logits, bool[] atRisk)
    {
        // The calibrated logit of the trees is −slope · raw: dividing the weighted mean by its factor leaves raw with factor 1.
        var factor = weight / ((1 - weight) * Math.Max(1e-6, -alone.Slope));
        var raw = trees.Zip(logits, (tree, logit) => tree + (factor * logit)).ToArray();
        var blend = new Blend(weight, factor, PlattFit.Fit(raw, atRisk));
        return (blend, ScoreMetrics.LogLoss(Array.ConvertAll(raw, each => PlattFit.Apply(blend.Calibration, each)), atRisk));
    }
}
