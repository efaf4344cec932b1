using System.IO.Compression;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading.Excel;
using Antivirus.Model.Reports.Workbooks;
using Antivirus.Model.Tests.Cohorts.Reading.Excel;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Reports;

public sealed class CohortTemplateTests
{
    [Fact]
    public async Task A_template_has_the_header_that_the_reader_looks_for_and_nothing_below_it()
    {
        // Act
        using var template = await WriteAsync(StudentPerformance.Schema, ReportLanguage.Spanish);

        // Assert
        Assert.Equal(
            string.Join(',', StudentPerformance.Schema.Features.Select(feature => feature.Name).Prepend("id")) + "\n",
            await WorkbookText.ReadAsync(template, new SheetChoice("Estudiantes")));
    }

    [Theory]
    [InlineData(ReportLanguage.Spanish, "Columnas", "age,age,Un número entero de 10 a 30,no")]
    [InlineData(ReportLanguage.English, "Columns", "age,age,A whole number from 10 to 30,no")]
    public async Task Its_second_sheet_explains_each_column(ReportLanguage language, string sheet, string line)
    {
        // Act
        using var template = await WriteAsync(StudentPerformance.Schema, language);
        var lines = (await WorkbookText.ReadAsync(template, new SheetChoice(sheet))).Split('\n');

        // Assert
        Assert.Equal(StudentPerformance.Schema.Features.Count + 3, lines.Length);
        Assert.Equal(line, lines[2]);
        Assert.Contains("Sex,Sex,\"F, M\",no", lines);
    }

    [Fact]
    public async Task Words_are_chosen_from_a_list_and_numbers_kept_in_their_range()
    {
        // Act
        using var template = await WriteAsync(StudentPerformance.Schema, ReportLanguage.Spanish);
        var xml = Part(template, "xl/worksheets/sheet1.xml");

        // Assert
        Assert.Matches("<dataValidation type=\"list\"[^>]*sqref=\"K2:K1048576\"[^>]*><formula1>(\"|&quot;)F,M(\"|&quot;)</formula1>", xml);
        Assert.Matches("<dataValidation type=\"whole\"[^>]*sqref=\"B2:B1048576\"[^>]*><formula1>10</formula1><formula2>30</formula2>", xml);
    }

    [Fact]
    public async Task A_list_too_long_for_a_validation_has_a_hidden_sheet()
    {
        // Arrange
        var words = Enumerable.Range(0, 60).Select(code => new CategoryWord($"Programa número {code}", code)).ToList();
        var programme = new Feature
        {
            Name = "programa",
            Kind = FeatureKind.Category,
            Words = words,
            LabelEs = "Programa",
            LabelEn = "Programme"
        };

        // Act
        using var template = await WriteAsync(new StudentSchema { Features = [programme] }, ReportLanguage.Spanish);

        // Assert
        Assert.Contains("$A$1:$A$60", Part(template, "xl/worksheets/sheet1.xml"), StringComparison.Ordinal);
        template.Position = 0;
        Assert.StartsWith("Programa número 0\nPrograma número 1\n", await WorkbookText.ReadAsync(template, new SheetChoice("Listas")),
            StringComparison.Ordinal);
    }

    private static async Task<MemoryStream> WriteAsync(StudentSchema schema, ReportLanguage language)
    {
        var output = new MemoryStream();
        await CohortTemplate.WriteAsync(schema, output, language, CancellationToken.None);
        output.Position = 0;
        return output;
    }

    private static string Part(MemoryStream workbook, string name)
    {
        using var zip = new ZipArchive(workbook, ZipArchiveMode.Read, leaveOpen: true);
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }
}
