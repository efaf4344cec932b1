using Microsoft.ML;

namespace Antivirus.Model.Scoring;

/// <summary>Writes an artefact: <c>model.zip</c>, the flattened trees with their covers, and <c>model.json</c>; beside the folder first, then renamed.</summary>
public static class RiskModelWriter
{
    /// <summary>Name of the vector column that holds the features in the schema's order.</summary>
    public const string FeaturesColumn = "Features";

    /// <param name="model">The trained chain: calibrated FastTree on <see cref="FeaturesColumn"/>.</param>
    /// <param name="trainingRows">Row-major features that it was trained on; they give the node covers that exact reasons need.</param>
    /// <returns>The artefact as written, with version and file hashes filled in.</returns>
    public static ModelArtefact Write(
        string folder,
        ModelArtefact artefact,
        MLContext mlContext,
        ITransformer model,
        DataViewSchema inputSchema,
        ReadOnlySpan<float> trainingRows) => throw new NotImplementedException();
}
