using System.Text;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Programmes;
using Antivirus.Model.Cohorts.Reading;

namespace Antivirus.Model.Tests.Cohorts.Programmes;

public sealed class StudentProgrammesTests
{
    private static readonly Feature Course = new()
    {
        Name = "Course",
        Kind = FeatureKind.Category,
        LabelEs = "Carrera",
        LabelEn = "Course",
        Words = [new CategoryWord("Nursing", 9500) { LabelEs = "Enfermería", LabelEn = "Nursing" }, new CategoryWord("Law", 7)],
    };

    private static readonly string[] Ids = ["A", "B", "C"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_programme_is_one_value_however_its_case_accents_and_blanks_are_written()
    {
        // Act
        var found = await ReadAsync("id;Programa\nA;Ingeniería Civil\nB; INGENIERIA  CIVIL\nC;Derecho\nD;Música\n");

        // Assert
        Assert.Equal([new ProgrammeCount("Derecho", 1), new ProgrammeCount("Ingeniería Civil", 2)], found!.CountAmong(Ids));
        Assert.Equal(("Programa", "Ingeniería Civil"), (found.Column, found.Of("B")));
        Assert.Null(found.Of("D"));
    }

    [Fact]
    public async Task Ids_are_compared_as_a_report_has_them()
    {
        // Act
        var found = await ReadAsync("id;Programa\n=\"0012\";Derecho\n=1+1;Música\n\"Ñ 7\";Artes\n", "0012", "=1+1", "Ñ 7");

        // Assert
        Assert.Equal(("Derecho", "Música", "Artes"), (found!.Of("0012"), found.Of("=1+1"), found.Of("Ñ 7")));
    }

    [Fact]
    public async Task A_student_whose_rows_differ_or_are_empty_has_no_programme()
    {
        // Act
        var found = await ReadAsync("id;Programa\nA;Derecho\nA;Música\nB;\nC;n/a\nE;Artes\nE;artes\n", "A", "B", "C", "E");

        // Assert
        Assert.Equal((null, null, null, "Artes"), (found!.Of("A"), found.Of("B"), found.Of("C"), found.Of("E")));
    }

    [Theory]
    [InlineData(ReportLanguage.Spanish, "Enfermería")]
    [InlineData(ReportLanguage.English, "Nursing")]
    public async Task A_code_of_the_model_is_shown_by_its_word(ReportLanguage language, string expected)
    {
        // Arrange
        var columns = new ProgrammeColumns(new StudentSchema { Features = [Course] }, []);

        // Act
        var found = await ReadAsync("id;Course\nA;9500\nB;7\nC;171\n", columns, language, Ids);

        // Assert
        Assert.Equal((expected, "Law", "171"), (found!.Of("A"), found.Of("B"), found.Of("C")));
    }

    [Theory]
    [InlineData("id;Edad;Jornada\nA;1;x\n")]
    [InlineData("id;Programa;programa\nA;x;y\n")]
    [InlineData("Programa;otro\nA;x\n")]
    public async Task Nothing_is_offered_where_no_column_is_certain(string file)
    {
        // Act & Assert
        Assert.Null(await ReadAsync(file));
    }

    [Fact]
    public async Task A_sensitive_column_and_a_number_are_never_offered()
    {
        // Arrange
        var sensitive = Course with { Sensitive = true };
        ProgrammeColumns[] closed =
        [
            new(new StudentSchema { Features = [sensitive] }, [sensitive, sensitive]),
            new(new StudentSchema { Features = [] }, [sensitive]),
            new(new StudentSchema { Features = [Course with { Kind = FeatureKind.Integer }] }, []),
        ];

        foreach (var columns in closed)
        {
            // Act & Assert
            Assert.Null(await ReadAsync("id;Course\nA;7\nB;9500\n", columns, ReportLanguage.Spanish, Ids));
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 2)]
    [InlineData(StudentProgrammes.MaxValues, StudentProgrammes.MaxValues)]
    [InlineData(StudentProgrammes.MaxValues + 1, 0)]
    public async Task Values_are_offered_only_where_there_is_a_choice_to_make(int values, int offered)
    {
        // Arrange
        var ids = Enumerable.Range(0, 200).Select(index => $"E{index}").ToArray();
        var file = "id;Carrera\n" + string.Concat(ids.Select((id, index) => $"{id};P{index % values}\n"));

        // Act
        var found = await ReadAsync(file, ids);

        // Assert
        Assert.Equal(offered, found!.CountAmong(ids).Count);
        Assert.Equal("P0", found.Of("E0"));
    }

    private static Task<StudentProgrammes?> ReadAsync(string file, params string[] ids) =>
        ReadAsync(file, new ProgrammeColumns(new StudentSchema { Features = [] }, []), ReportLanguage.Spanish, ids.Length == 0 ? Ids : ids);

    private static async Task<StudentProgrammes?> ReadAsync(string file, ProgrammeColumns columns, ReportLanguage language, string[] ids)
    {
        using var upload = new MemoryStream(Encoding.UTF8.GetBytes(file));
        var reading = new ReadingSummary { HeaderLine = 1, Separator = ";", IdColumn = "id" };
        return await StudentProgrammes.ReadAsync(upload, reading, columns, ids, language, Cancellation);
    }
}
