using Antivirus.Model.Cohorts;
using Antivirus.Training.Data;

namespace Antivirus.Training.Fitting;

/// <summary>Adds to a schema what the training rows show: the codes that a category has, and the middle value of a number.</summary>
internal static class TrainedSchema
{
    public static StudentSchema Of(TrainingSet set) => set.Schema with
    {
        Features = [.. set.Schema.Features.Select((feature, index) =>
            Complete(feature, [.. set.Features.Select(row => row[index]).Where(value => !float.IsNaN(value)).Order()]))],
    };

    private static Feature Complete(Feature feature, float[] sorted)
    {
        if (feature.Kind != FeatureKind.Category)
        {
            return feature with { Median = sorted.Length == 0 ? null : sorted[(sorted.Length - 1) / 2] };
        }

        var codes = sorted.Distinct().ToArray();
        return feature with
        {
            TrainedCodes = codes,

            // Where new words are refused, the message names the words that are not.
            Words = feature.NewWords == NewWords.Reject ? [.. feature.Words.Where(word => Array.BinarySearch(codes, word.Code) >= 0)]
                : feature.Words,
        };
    }
}
