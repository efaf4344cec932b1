using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading.Excel;
using SpreadCheetah;
using SpreadCheetah.Validations;
using SpreadCheetah.Worksheets;

namespace Antivirus.Model.Reports.Workbooks;

/// <summary>
/// Writes the workbook that an institution fills in for a model: the header, a list of words or a range of numbers for each column, and a
/// sheet
/// that explains the columns.
/// </summary>
public static class CohortTemplate
{
    private const int MaxRows = 1_048_576;
    private const double Width = 16;
    private const double LongWidth = 60;

    /// <param name="output">It stays open.</param>
    public static Task WriteAsync(StudentSchema schema, Stream output, ReportLanguage language, CancellationToken cancellationToken) =>
        WorkbookOutput.WriteAsync(
        output,
        async workbook =>
        {
            var texts = new TemplateTexts(language);
            var styles = new WorkbookStyles(workbook);
            await WriteStudentsAsync(workbook, styles, schema, texts, cancellationToken);
            await WriteColumnsAsync(workbook, styles, schema, texts, cancellationToken);
            await WriteListsAsync(workbook, schema, texts, cancellationToken);
        },
        cancellationToken);

    private static async Task WriteStudentsAsync(Spreadsheet workbook, WorkbookStyles styles, StudentSchema schema, TemplateTexts texts,
        CancellationToken cancellationToken)
    {
        var options = new WorksheetOptions { FrozenRows = 1, FrozenColumns = 1, DefaultColumnWidth = Width };
        // Ids are text: a spreadsheet would drop the zeros of 00012 and shorten long ones.
        options.Column(1).DefaultStyle = WorkbookStyles.TextStyle;
        options.Column(1).Width = Width;
        await workbook.StartWorksheetAsync(texts.Students, options, cancellationToken);
        await workbook.AddHeaderRowAsync([schema.IdNames[0], .. schema.Features.Select(feature => feature.Name)], styles.Header,
            cancellationToken);
        var lists = 0;
        for (var feature = 0; feature < schema.Features.Count; feature++)
        {
            if (ValidationOf(schema.Features[feature], texts, ref lists) is { } validation)
            {
                var column = ColumnName.Of(feature + 2);
                workbook.AddDataValidation($"{column}2:{column}{MaxRows}", validation);
            }
        }
    }

    private static async Task WriteColumnsAsync(Spreadsheet workbook, WorkbookStyles styles, StudentSchema schema, TemplateTexts texts,
        CancellationToken cancellationToken)
    {
        var options = new WorksheetOptions { FrozenRows = 1, DefaultColumnWidth = Width };
        options.Column(2).Width = LongWidth;
        options.Column(3).Width = LongWidth;
        await workbook.StartWorksheetAsync(texts.Columns, options, cancellationToken);
        await workbook.AddHeaderRowAsync(texts.ColumnHeader, styles.Header, cancellationToken);
        await AddAsync([schema.IdNames[0], texts.IdMeaning, texts.IdValues, texts.No]);
        foreach (var feature in schema.Features)
        {
            await AddAsync([feature.Name, texts.LabelOf(feature), texts.ValuesOf(feature), feature.AllowsEmpty ? texts.Yes : texts.No]);
        }

        ValueTask AddAsync(string[] cells) =>
            workbook.AddRowAsync(Array.ConvertAll(cells, cell => new Cell(cell, styles.Wrapped)), cancellationToken);
    }

    /// <summary>The words of columns that have more of them than fit into a validation: one column each, in a hidden sheet.</summary>
    private static async Task WriteListsAsync(Spreadsheet workbook, StudentSchema schema, TemplateTexts texts,
        CancellationToken cancellationToken)
    {
        var lists = schema.Features.Select(WordsOf).Where(words => words.Count > 0 && !FitsValidation(words)).ToList();
        if (lists.Count == 0)
        {
            return;
        }

        await workbook.StartWorksheetAsync(texts.Lists, new WorksheetOptions { Visibility = WorksheetVisibility.Hidden },
            cancellationToken);
        for (var row = 0; row < lists.Max(words => words.Count); row++)
        {
            await workbook.AddRowAsync(lists.ConvertAll(words => row < words.Count ? new DataCell(words[row]) : default),
                cancellationToken);
        }
    }

    private static DataValidation? ValidationOf(Feature feature, TemplateTexts texts, ref int lists)
    {
        var words = WordsOf(feature);
        var validation = words.Count == 0 ? RangeOf(feature)
            : FitsValidation(words) ? DataValidation.ListValues(words)
            : DataValidation.ListValuesFromCells(texts.Lists, RangeOfList(++lists, words.Count));
        if (validation is not null)
        {
            validation.IgnoreBlank = feature.AllowsEmpty;
            validation.ErrorTitle = TemplateTexts.Shorten(feature.Name, TemplateTexts.MaxTitleLength);
            validation.ErrorMessage = TemplateTexts.Shorten(texts.ValuesOf(feature), TemplateTexts.MaxMessageLength);
            validation.InputTitle = validation.ErrorTitle;
            validation.InputMessage =
                TemplateTexts.Shorten($"{texts.LabelOf(feature)}. {texts.ValuesOf(feature)}", TemplateTexts.MaxMessageLength);
        }

        return validation;
    }

    private static string RangeOfList(int list, int words) => $"${ColumnName.Of(list)}$1:${ColumnName.Of(list)}${words}";

    private static DataValidation? RangeOf(Feature feature) => (feature.Kind, feature.Minimum, feature.Maximum) switch
    {
        (FeatureKind.Binary, _, _) => DataValidation.ListValues(["0", "1"]),
        (FeatureKind.Number, { } minimum, { } maximum) => DataValidation.DecimalBetween(minimum, maximum),
        (FeatureKind.Number, { } minimum, null) => DataValidation.DecimalGreaterThanOrEqualTo(minimum),
        (FeatureKind.Number, null, { } maximum) => DataValidation.DecimalLessThanOrEqualTo(maximum),
        (FeatureKind.Number, _, _) => null,
        (_, { } minimum, { } maximum) => DataValidation.IntegerBetween((int)minimum, (int)maximum),
        (_, { } minimum, null) => DataValidation.IntegerGreaterThanOrEqualTo((int)minimum),
        (_, null, { } maximum) => DataValidation.IntegerLessThanOrEqualTo((int)maximum),
        _ => DataValidation.IntegerBetween(int.MinValue, int.MaxValue),
    };

    /// <summary>One word for each code: of several spellings the first.</summary>
    private static List<string> WordsOf(Feature feature) => [.. feature.Words.DistinctBy(word => word.Code).Select(word => word.Word)];

    private static bool FitsValidation(List<string> words) => DataValidation.TryCreateListValues(words, showDropdown: true, out _);
}
