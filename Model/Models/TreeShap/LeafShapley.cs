namespace Antivirus.Model.Models.TreeShap;

/// <summary>
/// Exact Shapley values of a single leaf. The weight |S|!(d-|S|-1)!/d! of a coalition is the integral of t^|S| (1-t)^(d-|S|-1) over 0..1,
/// so the sum over all coalitions becomes the integral of one product, which Gauss-Legendre points give without error
/// (a polynomial of degree d-1; compare Linear TreeSHAP, Yu et al., NeurIPS 2022).
/// </summary>
internal static class LeafShapley
{
    /// <summary>Writes what each step of the path contributes.</summary>
    /// <param name="taken">By step: 1 where the row takes it, else 0; the step's share leaves it open, and it contributes nothing.</param>
    public static void Write(LeafPath path, ReadOnlySpan<double> taken, GaussLegendre points, Span<double> contributions)
    {
        var steps = path.Steps;
        Span<double> before = stackalloc double[steps.Length];
        contributions.Clear();
        for (var point = 0; point < points.Nodes.Length; point++)
        {
            var t = points.Nodes[point];
            var product = 1.0;
            for (var step = 0; step < steps.Length; step++)
            {
                before[step] = product;
                product *= (taken[step] * t) + ((1 - t) * steps[step].Share);
            }

            var after = path.Value * points.Weights[point];
            for (var step = steps.Length - 1; step >= 0; step--)
            {
                contributions[step] += before[step] * after * (taken[step] - steps[step].Share);
                after *= (taken[step] * t) + ((1 - t) * steps[step].Share);
            }
        }
    }
}

/// <summary>Points and weights of Gauss-Legendre quadrature over 0..1.</summary>
internal sealed class GaussLegendre
{
    /// <param name="degree">Highest degree of a polynomial whose integral must be exact.</param>
    public GaussLegendre(int degree)
    {
        var count = (degree / 2) + 1;
        Nodes = new double[count];
        Weights = new double[count];
        for (var index = 0; index < count; index++)
        {
            (Nodes[index], Weights[index]) = Find(index, count);
        }
    }

    public double[] Nodes { get; }

    public double[] Weights { get; }

    /// <summary>Newton's method on the Legendre polynomial, from the usual first guess.</summary>
    private static (double Node, double Weight) Find(int index, int count)
    {
        var x = Math.Cos(Math.PI * (index + 0.75) / (count + 0.5));
        var slope = 1.0;
        for (var round = 0; round < 20; round++)
        {
            var (value, previous) = Legendre(count, x);
            slope = count * ((x * value) - previous) / ((x * x) - 1);
            x -= value / slope;
        }

        return ((1 + x) / 2, 1 / ((1 - (x * x)) * slope * slope));
    }

    private static (double Value, double Previous) Legendre(int degree, double x)
    {
        var (value, previous) = (x, 1.0);
        for (var k = 2; k <= degree; k++)
        {
            (value, previous) = ((((2 * k) - 1) * x * value - ((k - 1) * previous)) / k, value);
        }

        return (value, previous);
    }
}
