using System.Globalization;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Antivirus.Training.Data;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Cards;

/// <summary>What looks wrong with the data of a model, for its card, its report and the console.</summary>
internal sealed record DataWarning(string Spanish, string English)
{
    /// <summary>Cross-validated figures above this are hardly ever true of students.</summary>
    private const double MaxAuc = 0.98;

    private const double MaxAucAlone = 0.95;
    private const int MaxLinesShown = 5;

    public static IReadOnlyList<DataWarning> Of(TrainingSet set, Profile profile, ModelArtefact artefact) =>
        [.. RepeatedRows(set, profile), .. RepeatedIds(set, profile), .. MissingGroups(set),
            .. TooGood(artefact.Metrics["auc"].Mean), .. Leaks(set, profile)];

    private static IEnumerable<DataWarning> RepeatedRows(TrainingSet set, Profile profile)
    {
        if (set.RepeatedLines.Count == 0)
        {
            yield break;
        }

        var lines = string.Join(", ", set.RepeatedLines.Take(MaxLinesShown)) + (set.RepeatedLines.Count > MaxLinesShown ? ", …" : "");
        var areLeftOut = (profile.Id ?? profile.Group) is not null;
        var isOne = set.RepeatedLines.Count == 1;
        var (found, rows) = isOne
            ? ("1 fila es igual", "1 row equals")
            : ($"{set.RepeatedLines.Count} filas son iguales", $"{set.RepeatedLines.Count} rows equal");
        var (decision, decided) = areLeftOut
            ? ("se dejó fuera al entrenar", "left out of the training")
            : ("se entrenó también con ella: si el archivo se pegó dos veces, las medidas son demasiado buenas",
                "trained on all the same: if the file was pasted twice, the figures are too good");
        yield return new DataWarning(
            $"{found} a una anterior en todas sus columnas (línea {lines}); {decision}. Revise si el archivo se pegó dos veces.",
            $"{rows} an earlier one in every column (line {lines}); {decided}. Check whether the file was pasted twice.");
    }

    private static IEnumerable<DataWarning> RepeatedIds(TrainingSet set, Profile profile)
    {
        var repeats = set.Count - set.Ids.Distinct(StringComparer.Ordinal).Count();
        if (profile.Id is { } id && profile.Group is null && repeats > 0)
        {
            yield return new DataWarning(
                $"La columna {id} repite estudiantes ({(repeats == 1 ? "1 fila" : $"{repeats} filas")} de más) y el perfil no tiene " +
                    $"group: el modelo se prueba con estudiantes que ya vio, y sus medidas son demasiado buenas. Escriba \"group\": " +
                    $"\"{id}\" en el perfil.",
                $"Column {id} repeats students ({Count.Of(repeats, "row")} too many) and the profile has no group: the model is tested " +
                    $"on students that it has seen, so its figures are too good. Write \"group\": \"{id}\" into the profile.");
        }
    }

    private static IEnumerable<DataWarning> MissingGroups(TrainingSet set)
    {
        if (set.MissingSensitive.Count > 0)
        {
            var names = string.Join(", ", set.MissingSensitive);
            yield return new DataWarning(
                $"El archivo no tiene {names}: no se sabe cómo trata el modelo a esos grupos.",
                $"The file lacks {names}: how the model treats these groups is not known.");
        }
    }

    private static IEnumerable<DataWarning> TooGood(double auc)
    {
        if (auc > MaxAuc)
        {
            yield return new DataWarning(
                $"El AUC es {Number(auc, ',')}, demasiado bueno para ser cierto: alguna columna se conoció después del resultado. " +
                    $"Quítela del perfil y entrene de nuevo.",
                $"The AUC is {Number(auc, '.')}, which is too good to be true: some column was known only after the outcome. Take it out " +
                    "of the profile and train again.");
        }
    }

    private static IEnumerable<DataWarning> Leaks(TrainingSet set, Profile profile)
    {
        for (var feature = 0; feature < set.Schema.Features.Count; feature++)
        {
            if (Leakage.Auc(set, feature) is > MaxAucAlone and var auc)
            {
                var name = set.Schema.Features[feature].Name;
                var source = profile.FeatureColumns.First(column => column.Name == name).Source ?? name;
                yield return new DataWarning(
                    $"La columna {source} sola separa a los estudiantes con un AUC de {Number(auc, ',')}: quizá se conoció después del " +
                        "resultado. Si es así, quítela del perfil y entrene de nuevo.",
                    $"Column {source} alone tells the students apart with an AUC of {Number(auc, '.')}: it may have been known only " +
                        $"after the outcome. If so, take it out of the profile and train again.");
            }
        }
    }

    private static string Number(double value, char point) => value.ToString("0.000", CultureInfo.InvariantCulture).Replace('.', point);
}
