namespace Antivirus.Model.Models.TreeShap;

/// <summary>
/// Exact Shapley values of a single leaf. The weight |S|!(d-|S|-1)!/d! of a coalition is the integral of t^|S| (1-t)^(d-|S|-1) over 0..1,
/// so the sum over all coalitions becomes the integral of one product, which Gauss-Legendre points give without error
/// (a polynomial of degree d-1; compare Linear TreeSHAP, Yu et al., NeurIPS 2022).
/// </summary>
/// <param name="maxSteps">Of the longest path.</param>
internal sealed class LeafShapley(int maxSteps)
{
    private readonly (double Node, double Weight)[][] _pointsBySteps =
        [.. Enumerable.Range(0, maxSteps + 1).Select(steps => GaussLegendre((steps + 1) / 2))];

    /// <summary>Adds what the steps of a path contribute for each pattern of steps taken: bit k is step k.</summary>
    /// <param name="contributions">Patterns × features.</param>
    public void AddByPattern(LeafPath path, Span<double> contributions)
    {
        Span<bool> taken = stackalloc bool[path.Steps.Length];
        var features = contributions.Length >> taken.Length;
        for (var pattern = 0; pattern < 1 << taken.Length; pattern++)
        {
            for (var step = 0; step < taken.Length; step++)
            {
                taken[step] = ((pattern >> step) & 1) != 0;
            }

            Add(path, taken, contributions[(pattern * features)..]);
        }
    }

    /// <summary>Adds what the steps of a path contribute to a row.</summary>
    /// <param name="taken">By step: whether the row takes it.</param>
    /// <param name="contributions">By feature.</param>
    public void Add(LeafPath path, ReadOnlySpan<bool> taken, Span<double> contributions)
    {
        foreach (var (t, weight) in _pointsBySteps[taken.Length])
        {
            var product = path.Value * weight;
            for (var step = 0; step < taken.Length; step++)
            {
                product *= (taken[step] ? t : 0) + ((1 - t) * path.Steps[step].Share);
            }

            for (var step = 0; step < taken.Length; step++)
            {
                // Without the step's own factor. One of 0 stands for a branch that nobody takes: it contributes nothing.
                var factor = (taken[step] ? t : 0) + ((1 - t) * path.Steps[step].Share);
                contributions[path.Steps[step].Feature] +=
                    factor == 0 ? 0 : product / factor * ((taken[step] ? 1 : 0) - path.Steps[step].Share);
            }
        }
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
