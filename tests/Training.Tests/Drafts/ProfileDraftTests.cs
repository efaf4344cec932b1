using System.Text.Json;
using Antivirus.Support;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Tests.Drafts;

/// <summary>What <c>profile init</c> makes of ordinary columns.</summary>
public sealed class ProfileDraftTests : IDisposable
{
    private const int Rows = 120;
    private static readonly string[] Levels = ["1", "2", "3", "otro", "ninguno"];
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("codigo")]
    [InlineData("Código")]
    [InlineData("No. de matrícula")]
    [InlineData("Nº Documento")]
    [InlineData("cedula_estudiante")]
    [InlineData("StudentID")]
    [InlineData("student_number")]
    [InlineData("RUT")]
    [InlineData("RA do aluno")]
    [InlineData("Número de identificação")]
    public async Task A_column_named_as_a_students_id_is_the_id(string name)
    {
        var profile = await DraftAsync($"{name},nota,abandono", row => $"{7001 + (13 * row)},{row % 30},{Outcome(row)}");

        Assert.Equal((name, null), (profile.Id, profile.Group));
        Assert.Equal([name], profile.ToSchema().IdNames);
        Assert.Equal(["nota"], profile.Columns.Select(column => column.Name));
    }

    [Theory]
    [InlineData("codigo_programa")]
    [InlineData("id_sede")]
    [InlineData("valor_matricula")]
    [InlineData("tipo_documento")]
    [InlineData("SectionID")]
    public async Task A_code_of_something_else_is_not_the_students_id(string name)
    {
        var profile = await DraftAsync($"{name},nota,abandono", row => $"{7001 + (13 * row)},{row % 30},{Outcome(row)}");

        Assert.Null(profile.Id);
        Assert.Null(profile.Group);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    public async Task An_id_that_repeats_is_the_group_and_its_term_the_period(int terms)
    {
        var profile = await DraftAsync("codigo,semestre,nota,abandono", row =>
            $"{2000 + (row / terms)},{1 + (row % terms)},{row % 30},{Outcome(row / terms)}");

        Assert.Equal((null, "codigo", "semestre"), (profile.Id, profile.Group, profile.Period));
        Assert.Equal(["nota"], profile.Columns.Select(column => column.Name));
    }

    [Theory]
    [InlineData("periodo", "2023-1", "2023-2", true)]
    [InlineData("Año", "2022", "2023", true)]
    [InlineData("code_presentation", "2013J", "2014B", true)]
    [InlineData("cohorte", "20231", "20232", true)]
    [InlineData("academic_year", "2022/2023", "2023/2024", true)]
    [InlineData("semestre", "3", "4", false)]
    [InlineData("año_nacimiento", "2002", "2003", false)]
    [InlineData("creditos_semestre", "2010", "2012", false)]
    public async Task A_column_of_terms_or_years_is_the_period_and_not_a_feature(string name, string one, string other, bool isPeriod)
    {
        var profile = await DraftAsync($"id,{name},nota,abandono", row =>
            $"E{row},{(row % 2 == 0 ? one : other)},{row % 30},{Outcome(row)}");

        Assert.Equal(isPeriod ? name : null, profile.Period);
        Assert.Equal(!isPeriod, profile.Columns.Any(column => column.Name == name));
    }

    [Theory]
    [InlineData("average_grade", false)]
    [InlineData("paginas", false)]
    [InlineData("mensualidad", false)]
    [InlineData("stage", false)]
    [InlineData("Age", true)]
    [InlineData("edad_ingreso", true)]
    [InlineData("Género", true)]
    [InlineData("EstadoCivil", true)]
    [InlineData("age at enrollment", true)]
    [InlineData("cor_raça", true)]
    [InlineData("stratum", true)]
    [InlineData("Socioeconomic stratum", true)]
    [InlineData("Estrato social", true)]
    [InlineData("nivel socio-económico", true)]
    [InlineData("classe_social", true)]
    [InlineData("household_income", true)]
    [InlineData("Ingresos del hogar", true)]
    [InlineData("renda per capita", true)]
    [InlineData("civil_status", true)]
    [InlineData("Marital status", true)]
    [InlineData("citizenship", true)]
    [InlineData("País de origen", true)]
    [InlineData("religião", true)]
    [InlineData("Necessidades especiais", true)]
    [InlineData("is_female", true)]
    [InlineData("autodeclaração étnica", true)]
    [InlineData("Ingeniería Civil", false)]
    [InlineData("puntaje_ingreso", false)]
    [InlineData("Ingresos a la plataforma", false)]
    [InlineData("servicio social", false)]
    [InlineData("Rendimento escolar", false)]
    [InlineData("foreign language score", false)]
    [InlineData("International", true)]
    public async Task Sensitive_words_are_whole_words(string name, bool isSensitive)
    {
        var profile = await DraftAsync($"id,{name},nota,abandono", row => $"E{row},{row % 7},{row % 30},{Outcome(row)}");

        Assert.Equal(isSensitive, profile.Columns.Single(column => column.Name == name).Sensitive);
    }

    [Fact]
    public async Task Each_column_that_is_no_feature_is_printed_with_its_reason()
    {
        // Arrange
        var data = _folder.File("datos.csv");
        await File.WriteAllLinesAsync(
            data,
            ["fila,codigo,nombre,correo,fecha,sede,valor,asistencia,comentario,nota,abandono", .. Enumerable.Range(0, Rows)
                .Select(row =>
                $"{row + 1},{900 + (7 * row)},Ana {row},a{row}@u.co,2024-01-{(row % 28) + 1:00},Norte,$ " +
                $"1.2{row % 10}0.000,{row % 90}%,texto {row},{row % 30},{Outcome(row)}")],
            TestContext.Current.CancellationToken);

        // Act
        var (exitCode, output, errors) =
            await Training.RunAsync("profile", "init", "--data", data, "--out", _folder.File("perfil.json"), "--json");

        // Assert
        Assert.True(exitCode == 0, errors);
        using var json = JsonDocument.Parse(output);
        var decisions = json.RootElement.GetProperty("decisions").EnumerateArray().ToDictionary(each => each.GetProperty("column")
            .GetString()!, each => (Role: each.GetProperty("role").GetString(), Reason: each.GetProperty("reason").GetString()!));
        Assert.Equal(11, decisions.Count);
        Assert.Equal(("target", "id", "feature", "feature"),
            (decisions["abandono"].Role, decisions["codigo"].Role, decisions["nota"].Role, decisions["asistencia"].Role));
        (string Column, string Reason)[] leftOut = [("fila", "numbers the rows"), ("nombre", "personal data"), ("correo", "personal data"),
            ("fecha", "dates"), ("sede", "the same in all rows"), ("valor", "write plain numbers"), ("comentario", "different texts")];
        Assert.All(leftOut, each =>
        {
            Assert.Equal("left out", decisions[each.Column].Role);
            Assert.Contains(each.Reason, decisions[each.Column].Reason, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("PIDM")]
    [InlineData("C.C.")]
    [InlineData("folio")]
    public async Task Long_numbers_that_never_repeat_are_no_feature_whatever_their_name(string name)
    {
        var profile = await DraftAsync($"id,{name},monto,abandono",
            row => $"E{row},{100_000_007 + (131 * row)},{1_000_000 + (10_000 * row)},{Outcome(row)}");

        Assert.Equal(["monto"], profile.Columns.Select(column => column.Name));
    }

    [Fact]
    public async Task What_is_known_only_afterwards_is_left_out_with_its_reason()
    {
        var profile = await DraftAsync("id,nota_final,nota1,fecha_retiro,estado_final,motivo_retiro,abandono",
            row => $"E{row},{row % 9},{row % 30},2024-0{(row % 9) + 1}-11,{row % 3},{row % 4},{Outcome(row)}");

        Assert.Equal(["nota1"], profile.Columns.Select(column => column.Name));
    }

    [Fact]
    public async Task Words_that_are_whole_numbers_are_their_own_codes()
    {
        var profile = await DraftAsync("id,nivel,abandono", row => $"E{row},{Levels[row % Levels.Length]},{Outcome(row)}");

        var codes = profile.Columns.Single().Words.ToDictionary(word => word.Word, word => word.Code);
        Assert.Equal((1, 2, 3), (codes["1"], codes["2"], codes["3"]));
        Assert.Equal(5, codes.Values.Distinct().Count());
    }

    [Fact]
    public async Task Two_columns_of_one_name_are_refused_with_their_places()
    {
        var data = _folder.File("datos.csv");
        await File.WriteAllLinesAsync(data, ["id,nota,Nota,abandono", .. Enumerable.Range(0, Rows)
            .Select(row => $"E{row},1,2,{Outcome(row)}")], TestContext.Current.CancellationToken);

        var (exitCode, _, errors) = await Training.RunAsync("profile", "init", "--data", data, "--out", _folder.File("perfil.json"));

        Assert.Equal(1, exitCode);
        Assert.Contains("columns 2 and 3 are both named 'nota'", errors, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(TargetValuesTests.AllCases), MemberType = typeof(TargetValuesTests))]
    public async Task A_draft_of_a_file_never_turns_its_target_round(string column, string atRisk, string notAtRisk)
    {
        foreach (var values in (string[][])[[atRisk, notAtRisk], [notAtRisk, atRisk]])
        {
            // Act: the more frequent value is one side, then the other.
            var target =
                (await DraftAsync($"id;{column};nota", row => $"E{row};\"{values[row % 3 == 0 ? 0 : 1]}\";{row % 30}", column)).Target;

            // Assert
            Assert.Equal([atRisk], target.AtRisk);
            Assert.Equal([notAtRisk], target.NotAtRisk);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static string Outcome(int row) => row * 7 % 10 < 3 ? "Sí" : "No";

    private async Task<Profile> DraftAsync(string header, Func<int, string> row, string? target = null)
    {
        var data = _folder.File("datos.csv");
        await File.WriteAllLinesAsync(data, [header, .. Enumerable.Range(0, Rows).Select(row)], TestContext.Current.CancellationToken);
        var (exitCode, _, errors) = await Training.RunAsync(["profile", "init", "--data", data, "--out", _folder.File("perfil.json"),
            .. target is null ? (string[])[] : ["--target", target]]);
        Assert.True(exitCode == 0, errors);
        return ProfileFile.Load(_folder.File("perfil.json"));
    }
}
