using Antivirus.Model.Cohorts;
using Antivirus.Training.Data;

namespace Antivirus.Training.Profiles;

/// <summary>Guesses a profile from a file: a start to be corrected by somebody who knows the data.</summary>
internal static class ProfileDraft
{
    private const int MaxWords = 40;
    private static readonly string[] RiskWords = ["no", "dropout", "desercion", "deserción", "withdrawn", "fail", "1", "true", "si", "sí", "yes"];
    private static readonly string[] SensitiveWords = ["sex", "sexo", "gender", "genero", "género", "age", "edad", "race", "raza", "ethnic", "etnia", "nation", "nacion", "disab", "discap", "religi", "estrato"];

    /// <exception cref="TrainingException">The target column does not exist or holds too many values.</exception>
    public static Profile From(RawTable table, char separator, string? targetColumn)
    {
        var target = table.Header[targetColumn is null ? table.Header.Count - 1 : table.ColumnOf(targetColumn)];
        return new Profile
        {
            Name = Path.GetFileNameWithoutExtension(table.Path).ToLowerInvariant(),
            Separator = separator.ToString(),
            Id = table.Header.FirstOrDefault(name => IsId(table, name) && IsUnique(table, name)),
            Group = table.Header.FirstOrDefault(name => IsId(table, name) && !IsUnique(table, name)),
            Target = DraftTarget(target, Values(table, target)),
            Columns = [.. table.Header.Where(name => name != target && !IsId(table, name)).Select(name => DraftColumn(table, name, separator)).Where(IsOfUse)],
            Attribution = "Say where the data comes from and under which licence.",
        };
    }

    private static Target DraftTarget(string column, List<string> values)
    {
        var words = values.Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (words.Count is < 2 or > MaxWords)
        {
            throw new TrainingException($"Column {column} has {words.Count} different values and so can hardly be the target; name the right one with --target.");
        }

        var risk = Array.Find(RiskWords, word => words.Contains(word, StringComparer.OrdinalIgnoreCase)) ?? words[0];
        return new Target
        {
            Column = column,
            AtRisk = [words.Find(word => word.Equals(risk, StringComparison.OrdinalIgnoreCase))!],
            NotAtRisk = words.FindAll(word => !word.Equals(risk, StringComparison.OrdinalIgnoreCase)),
            MeaningEs = "El estudiante abandona antes de la siguiente matrícula.",
            MeaningEn = "The student leaves before the next enrolment.",
        };
    }

    private static ProfileColumn DraftColumn(RawTable table, string name, char separator)
    {
        var values = Values(table, name);
        var known = values.FindAll(value => value.Length > 0);
        var numbers = known.ConvertAll(value => RawTable.TryNumber(value, separator != ',', out var number) ? number : (double?)null);
        var column = new ProfileColumn
        {
            Name = name,
            Kind = FeatureKind.Category,
            AllowsEmpty = known.Count < values.Count,
            Sensitive = Array.Exists(SensitiveWords, word => name.Contains(word, StringComparison.OrdinalIgnoreCase)),
            LabelEs = name,
            LabelEn = name,
        };
        return numbers.TrueForAll(number => number is not null) && known.Count > 0
            ? Numeric(column, numbers.ConvertAll(number => number!.Value))
            : column with { Words = [.. known.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase).Take(MaxWords + 1).Select((word, code) => new CategoryWord(word, code))] };
    }

    private static ProfileColumn Numeric(ProfileColumn column, List<double> numbers)
    {
        var isWhole = numbers.TrueForAll(number => number == Math.Truncate(number));
        return numbers.TrueForAll(number => number is 0 or 1)
            ? column with { Kind = FeatureKind.Binary }
            : column with { Kind = isWhole ? FeatureKind.Integer : FeatureKind.Number, Minimum = numbers.Min(), Maximum = numbers.Max() };
    }

    /// <summary>A column with one value teaches nothing, and one with very many words is free text.</summary>
    private static bool IsOfUse(ProfileColumn column) => column switch
    {
        { Kind: FeatureKind.Category } => column.Words.Count is > 1 and <= MaxWords,
        { Kind: FeatureKind.Binary } => true,
        _ => column.Minimum < column.Maximum || column.AllowsEmpty,
    };

    /// <summary>Named as an id, with another value in most rows: of the row, or of a student who stands in several.</summary>
    private static bool IsId(RawTable table, string name) =>
        (name.EndsWith("id", StringComparison.OrdinalIgnoreCase) || name.StartsWith("id", StringComparison.OrdinalIgnoreCase))
        && Values(table, name).Distinct(StringComparer.Ordinal).Count() > table.Rows.Count / 2;

    private static bool IsUnique(RawTable table, string name) =>
        Values(table, name).Distinct(StringComparer.Ordinal).Count() == table.Rows.Count;

    private static List<string> Values(RawTable table, string name)
    {
        var index = table.ColumnOf(name);
        return [.. table.Rows.Select(row => row.Cells[index])];
    }
}
