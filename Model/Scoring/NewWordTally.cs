using System.Globalization;
using Antivirus.Model.Cohorts;

namespace Antivirus.Model.Scoring;

/// <summary>The new words of one category in a cohort.</summary>
/// <param name="Feature">Its name in the schema.</param>
/// <param name="LabelEs">How a Spanish report names it.</param>
/// <param name="LabelEn">How an English report names it.</param>
/// <param name="Students">How many students have one.</param>
/// <param name="Words">The most frequent ones; they are the institution's own words and appear in no log.</param>
public sealed record NewWordCount(string Feature, string LabelEs, string LabelEn, long Students, IReadOnlyList<string> Words)
{
    /// <summary><c>Programa: 35 estudiantes con un valor nuevo: «Bioingeniería»</c>, for reports and emails.</summary>
    public string Sentence(ReportLanguage language)
    {
        var isEnglish = language == ReportLanguage.English;
        var words = string.Join(", ", Words.Select(word => isEnglish ? $"“{word}”" : $"«{word}»"));
        return (isEnglish, Students) switch
        {
            (true, 1) => $"{LabelEn}: 1 student with a value that the model was not trained on: {words}",
            (true, _) => $"{LabelEn}: {Students} students with a value that the model was not trained on: {words}",
            (false, 1) => $"{LabelEs}: 1 estudiante con un valor nuevo para el modelo: {words}",
            _ => $"{LabelEs}: {Students} estudiantes con un valor nuevo para el modelo: {words}",
        };
    }
}

/// <summary>Counts the new words of a cohort.</summary>
internal sealed class NewWordTally(StudentSchema schema)
{
    private const int MaxNamed = 5;

    // A column of free text has a new word in each row; none beyond these is told apart.
    private const int MaxWords = 1000;
    private readonly Dictionary<int, (long Students, Dictionary<string, long> Words)> _features = [];

    public void Add(StudentBatch batch)
    {
        for (var index = 0; index < batch.NewWords.Count; index++)
        {
            var cell = batch.NewWords[index];
            var (students, words) = _features.TryGetValue(cell.Feature, out var counts) ? counts
                : (0, new(StringComparer.OrdinalIgnoreCase));
            if (words.Count < MaxWords || words.ContainsKey(cell.Word))
            {
                words[cell.Word] = words.GetValueOrDefault(cell.Word) + 1;
            }

            _features[cell.Feature] = (students + 1, words);
        }
    }

    /// <summary>By feature, in the schema's order; the most frequent words first, equal ones in alphabetical order.</summary>
    public IReadOnlyList<NewWordCount> ToCounts() => _features.Count == 0 ? [] : Counts();

    // Alone: this query is compiled at each start of a command, and most cohorts have no new word.
    private List<NewWordCount> Counts() =>
    [
        .. from entry in _features
           orderby entry.Key
           let feature = schema.Features[entry.Key]
           let words = entry.Value.Words.OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal)
           select new NewWordCount(feature.Name, feature.LabelEs, feature.LabelEn, entry.Value.Students,
               [.. words.Select(word => NameOf(feature, word.Key)).Distinct(StringComparer.OrdinalIgnoreCase).Take(MaxNamed)]),
    ];

    /// <summary>The word behind a code, where the schema has one.</summary>
    private static string NameOf(Feature feature, string cell) =>
        float.TryParse(cell, CultureInfo.InvariantCulture, out var code)
            && feature.Words.FirstOrDefault(word => word.Code == code) is { } known
            ? known.Word : cell;
}
