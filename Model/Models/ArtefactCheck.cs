namespace Antivirus.Model.Models;

/// <summary>Whether the numbers of <c>model.json</c> can be what they are said to be.</summary>
internal static class ArtefactCheck
{
    /// <exception cref="ArtefactException">A number is out of its range; the message names it.</exception>
    public static void Validate(ModelArtefact artefact, string path)
    {
        if (artefact.Threshold is not (> 0 and < 1))
        {
            throw Refuse(path, FormattableString.Invariant($"threshold is {artefact.Threshold}; it must lie between 0 and 1"));
        }

        if (artefact.BaseRate is not (>= 0 and <= 1))
        {
            throw Refuse(path, FormattableString.Invariant($"baseRate is {artefact.BaseRate}; it must be from 0 to 1"));
        }

        if (!double.IsFinite(artefact.Calibration.Slope) || !double.IsFinite(artefact.Calibration.Offset))
        {
            throw Refuse(path, "calibration is not finite");
        }

        if (artefact.Schema.Features.FirstOrDefault(feature => feature.Minimum > feature.Maximum) is { } empty)
        {
            throw Refuse(path, $"the range of the feature {empty.Name} is empty");
        }
    }

    private static ArtefactException Refuse(string path, string reason) =>
        new($"{path} cannot be used: {reason}. Copy the artefact again, or train it anew.");
}
