using Antivirus.Model.Outcomes;

namespace Antivirus.Training.Profiles;

/// <summary>What a score is the probability of, for each event.</summary>
internal static class TargetSentences
{
    public static (string Spanish, string English) Of(OutcomeEvent what) => what switch
    {
        OutcomeEvent.Leaving => ("El estudiante abandona los estudios.", "The student drops out."),
        OutcomeEvent.Failing => ("El estudiante no aprueba.", "The student does not pass."),
        OutcomeEvent.Graduating => ("El estudiante no se gradúa.", "The student does not graduate."),
        OutcomeEvent.Continuing => ("El estudiante no continúa sus estudios.", "The student does not continue."),
        OutcomeEvent.Risk => ("El estudiante está en riesgo.", "The student is at risk."),
        _ => (Placeholders.MeaningEs, Placeholders.MeaningEn),
    };
}
