using System.Buffers;

namespace Antivirus.Model.Models.TreeShap;

/// <summary>
/// Exact Shapley values of a single leaf. The weight |S|!(d-|S|-1)!/d! of a coalition is the integral of t^|S| (1-t)^(d-|S|-1) over 0..1,
/// so the sum over all coalitions becomes the integral of one product, which Gauss-Legendre points give without error
/// (a polynomial of degree d-1; compare Linear TreeSHAP, Yu et al., NeurIPS 2022).
/// </summary>
internal sealed class LeafShapley(int featureCount)
{
    private readonly (double Node, double Weight)[]?[] _pointsBySteps = new (double Node, double Weight)[]?[featureCount + 1];

    /// <summary>Adds what a leaf contributes to rows; bins and sums are features × rows.</summary>
    public void Add(LeafPath leaf, int[][] bins, double[][] sums, int rows)
    {
        var products = ArrayPool<double>.Shared.Rent(rows);
        foreach (var (t, weight) in _pointsBySteps[leaf.Steps.Length] ??= GaussLegendre((leaf.Steps.Length + 1) / 2))
        {
            Array.Fill(products, leaf.Value * weight, 0, rows);
            foreach (var step in leaf.Steps)
            {
                var (column, missed) = (bins[step.Feature], (1 - t) * step.Share);
                for (var row = 0; row < rows; row++)
                {
                    products[row] *= step.Includes(column[row]) ? t + missed : missed;
                }
            }

            foreach (var step in leaf.Steps)
            {
                // The product without the step's own factor, times what knowing the feature changes.
                var (column, sum) = (bins[step.Feature], sums[step.Feature]);
                var (taken, missed) = ((1 - step.Share) / (t + ((1 - t) * step.Share)), -1 / (1 - t));
                for (var row = 0; row < rows; row++)
                {
                    sum[row] += products[row] * (step.Includes(column[row]) ? taken : missed);
                }
            }
        }

        ArrayPool<double>.Shared.Return(products);
    }

    /// <summary>Points and weights of Gauss-Legendre quadrature over 0..1: exact for polynomials of degree 2 count - 1.</summary>
    private static (double Node, double Weight)[] GaussLegendre(int count)
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
