namespace Antivirus.Model.Models.TreeShap;

/// <summary>Where the features stand in a row of sums: the most used first, so that those of a group of leaves are in few fours of
/// them.</summary>
internal sealed class FeaturePlaces
{
    private readonly int[] _placeOf;

    public FeaturePlaces(LeafPath[] paths, int featureCount)
    {
        var uses = new int[featureCount];
        foreach (var path in paths)
        {
            foreach (var step in path.Steps)
            {
                uses[step.Feature]++;
            }
        }

        Features = [.. Enumerable.Range(0, featureCount).Where(feature => uses[feature] > 0).OrderByDescending(feature => uses[feature])];
        _placeOf = new int[featureCount];
        for (var place = 0; place < Features.Length; place++)
        {
            _placeOf[Features[place]] = place;
        }
    }

    /// <summary>By place: its feature. One that no path asks for has no place.</summary>
    public int[] Features { get; }

    public int QuadCount => (Features.Length + 3) / 4;

    public int Of(int feature) => _placeOf[feature];
}
