using Antivirus.Model.Models;

namespace Antivirus.Training.Fitting;

/// <summary>Fits a sigmoid to raw scores by Newton's method, with Platt's smoothed targets (Platt 1999; Lin, Lin and Weng 2007).</summary>
internal static class PlattFit
{
    private const int MaxSteps = 100;
    private const double Ridge = 1e-9;

    public static PlattCalibration Fit(IReadOnlyList<double> raw, IReadOnlyList<bool> atRisk)
    {
        var positives = atRisk.Count(outcome => outcome);
        var high = (positives + 1.0) / (positives + 2.0);
        var low = 1.0 / (atRisk.Count - positives + 2.0);
        double slope = -1, offset = 0;
        for (var step = 0; step < MaxSteps; step++)
        {
            double g0 = 0, g1 = 0, h00 = Ridge, h01 = 0, h11 = Ridge;
            for (var index = 0; index < raw.Count; index++)
            {
                var score = Apply(slope, offset, raw[index]);
                var difference = (atRisk[index] ? high : low) - score;
                var weight = score * (1 - score);
                g0 += difference * raw[index];
                g1 += difference;
                h00 += weight * raw[index] * raw[index];
                h01 += weight * raw[index];
                h11 += weight;
            }

            var determinant = (h00 * h11) - (h01 * h01);
            var slopeStep = ((h11 * g0) - (h01 * g1)) / determinant;
            var offsetStep = ((h00 * g1) - (h01 * g0)) / determinant;
            slope -= slopeStep;
            offset -= offsetStep;
            if (Math.Abs(slopeStep) + Math.Abs(offsetStep) < 1e-10)
            {
                break;
            }
        }

        return new PlattCalibration(slope, offset);
    }

    public static double Apply(PlattCalibration calibration, double raw) => Apply(calibration.Slope, calibration.Offset, raw);

    private static double Apply(double slope, double offset, double raw) => 1 / (1 + Math.Exp((slope * raw) + offset));
}
