namespace Antivirus.Training.Profiles;

/// <summary>What a draft holds where only a person knows; <c>train</c> refuses it.</summary>
internal static class Placeholders
{
    public const string MeaningEs = "ESCRIBA QUÉ PREDICE: una frase, como «El estudiante abandona los estudios.»";
    public const string MeaningEn = "WRITE WHAT IT PREDICTS: a sentence, such as \"The student drops out.\"";

    private const string Attribution = "Say where the data comes from and under which licence.";

    /// <summary>The field of the profile that still holds what a draft put there; null where none does.</summary>
    public static string? FindIn(Profile profile) => profile switch
    {
        _ when IsOne(profile.Target.MeaningEs) => "target.meaningEs",
        _ when IsOne(profile.Target.MeaningEn) => "target.meaningEn",
        _ when profile.Attribution is { } attribution && attribution.Trim() == Attribution => "attribution",
        _ => null,
    };

    /// <exception cref="TrainingException">A field still holds what a draft put there.</exception>
    public static void Refuse(Profile profile, string path)
    {
        if (FindIn(profile) is { } field)
        {
            throw new TrainingException(
                $"{path}: {field} still holds the draft's text. Write what is true of your data; it goes on the model's card and into " +
                "reports.");
        }
    }

    private static bool IsOne(string text) => text.Trim() is "" or MeaningEs or MeaningEn;
}
