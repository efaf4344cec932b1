using Antivirus.Model.Models;

namespace Antivirus.Training.Fitting;

/// <summary>
/// Fits a sigmoid to raw scores by Newton's method with step halving and Platt's smoothed targets (Platt 1999; Lin, Lin and Weng 2007).
/// </summary>
internal static class PlattFit
{
    private const int MaxSteps = 100;
    private const int MaxHalvings = 40;
    private const double Ridge = 1e-12;
    private const double Tolerance = 1e-10;

    public static PlattCalibration Fit(IReadOnlyList<double> raw, IReadOnlyList<bool> atRisk)
    {
        var positives = atRisk.Count(outcome => outcome);
        var high = (positives + 1.0) / (positives + 2.0);
        var low = 1.0 / (atRisk.Count - positives + 2.0);

        // From the base rate: any unit of the raw scores converges from there, with no sigmoid that is flat at all of them.
        var fitted = new PlattCalibration(0, Math.Log((atRisk.Count - positives + 1.0) / (positives + 1.0)));
        var loss = Loss(fitted, raw, atRisk, high, low);
        for (var step = 0; step < MaxSteps; step++)
        {
            var direction = NewtonStep(fitted, raw, atRisk, high, low);
            var (next, nextLoss) = (fitted, double.PositiveInfinity);
            var share = 1.0;
            for (var halving = 0; halving < MaxHalvings && !(nextLoss < loss); halving++, share /= 2)
            {
                next = new PlattCalibration(fitted.Slope - (share * direction.Slope), fitted.Offset - (share * direction.Offset));
                nextLoss = Loss(next, raw, atRisk, high, low);
            }

            if (!(loss - nextLoss > Tolerance * Math.Max(1, loss)))
            {
                return nextLoss < loss ? next : fitted;
            }

            (fitted, loss) = (next, nextLoss);
        }

        return fitted;
    }

    public static double Apply(PlattCalibration calibration, double raw) =>
        1 / (1 + Math.Exp((calibration.Slope * raw) + calibration.Offset));

    private static PlattCalibration NewtonStep(PlattCalibration at, IReadOnlyList<double> raw, IReadOnlyList<bool> atRisk, double high,
        double low)
    {
        double g0 = 0, g1 = 0, h00 = Ridge, h01 = 0, h11 = Ridge;
        for (var index = 0; index < raw.Count; index++)
        {
            var score = Apply(at, raw[index]);
            var difference = (atRisk[index] ? high : low) - score;
            var weight = score * (1 - score);
            g0 += difference * raw[index];
            g1 += difference;
            h00 += weight * raw[index] * raw[index];
            h01 += weight * raw[index];
            h11 += weight;
        }

        var determinant = (h00 * h11) - (h01 * h01);
        return new PlattCalibration(((h11 * g0) - (h01 * g1)) / determinant, ((h00 * g1) - (h01 * g0)) / determinant);
    }

    /// <summary>Sum of the cross-entropies, written so that no exponential overflows.</summary>
    private static double Loss(PlattCalibration at, IReadOnlyList<double> raw, IReadOnlyList<bool> atRisk, double high, double low)
    {
        var sum = 0.0;
        for (var index = 0; index < raw.Count; index++)
        {
            var negated = (at.Slope * raw[index]) + at.Offset;
            var target = atRisk[index] ? high : low;
            sum += (target * negated) + Math.Max(-negated, 0) + Math.Log(1 + Math.Exp(-Math.Abs(negated)));
        }

        return sum;
    }
}
