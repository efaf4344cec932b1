namespace Antivirus.Model.Models.TreeShap;

/// <summary>
/// Exact Shapley values of a single leaf. The weight |S|!(d-|S|-1)!/d! of a coalition is the integral of t^|S| (1-t)^(d-|S|-1) over 0..1,
/// so the sum over all coalitions becomes the integral of one product, which Gauss-Legendre points give without error
/// (a polynomial of degree d-1; compare Linear TreeSHAP, Yu et al., NeurIPS 2022).
/// </summary>
internal static class LeafShapley
{
    /// <summary>Writes what each step of the path contributes to a row.</summary>
    /// <param name="taken">By step: whether the row takes it.</param>
    /// <param name="points">At least half as many as there are steps.</param>
    public static void Write(LeafPath path, ReadOnlySpan<bool> taken, (double Node, double Weight)[] points, Span<double> contributions)
    {
        var steps = path.Steps;
        Span<double> before = stackalloc double[steps.Length];
        contributions.Clear();
        foreach (var (t, weight) in points)
        {
            var product = path.Value * weight;
            for (var step = 0; step < steps.Length; step++)
            {
                before[step] = product;
                product *= (taken[step] ? t : 0) + ((1 - t) * steps[step].Share);
            }

            var after = 1.0;
            for (var step = steps.Length - 1; step >= 0; step--)
            {
                contributions[step] += before[step] * after * ((taken[step] ? 1 : 0) - steps[step].Share);
                after *= (taken[step] ? t : 0) + ((1 - t) * steps[step].Share);
            }
        }
    }

    /// <summary>Points and weights of Gauss-Legendre quadrature over 0..1: exact for polynomials of degree 2 count - 1.</summary>
    public static (double Node, double Weight)[] GaussLegendre(int count)
    {
        var points = new (double Node, double Weight)[count];
        for (var point = 0; point < count; point++)
        {
            // Newton's method on the Legendre polynomial, from the usual first guess.
            var (x, slope) = (Math.Cos(Math.PI * (point + 0.75) / (count + 0.5)), 1.0);
            for (var round = 0; round < 20; round++)
            {
                var (value, previous) = (1.0, 0.0);
                for (var k = 1; k <= count; k++)
                {
                    (value, previous) = ((((2 * k) - 1) * x * value - ((k - 1) * previous)) / k, value);
                }

                slope = count * ((x * value) - previous) / ((x * x) - 1);
                x -= value / slope;
            }

            points[point] = ((1 + x) / 2, 1 / ((1 - (x * x)) * slope * slope));
        }

        return points;
    }
}
