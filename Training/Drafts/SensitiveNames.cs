using Antivirus.Model.Cohorts.Reading;

namespace Antivirus.Training.Drafts;

/// <summary>Which columns are sensitive by their names: whole words and phrases in Spanish, English and Portuguese, folded.</summary>
internal static class SensitiveNames
{
    private static readonly HashSet<string> Fillers = ColumnNames.Set("de del da do das dos la el los las o a of the e y and por per");

    private static readonly HashSet<string> Words = ColumnNames.Set(
        // age, sex, gender, orientation
        "edad edades age ages idade idades nacimiento nascimento birth birthdate birthday birthplace dob nac "
        + "sexo sex gender genero generos male female mujer mulher woman hombre homem masculino femenino feminino transgender transgenero "
        + "sexual lgbt lgbti lgbtq lgbtiq lgbtqi lgbtqia orientacion orientation orientacao "
        // origin
        + "race races racial raza razas raca racas cor ethnic ethnicity ethnicities etnia etnias etnico etnica etnicidad etnicidade "
        + "indigena indigenas indigenous afro afrodescendiente afrodescendientes afrodescendente afrocolombiano quilombola palenquero "
        + "raizal hispanic latino negro negra preto preta pardo parda minority minorities minoria minorias caste casta tribe tribal "
        + "cotista cotas ancestry ascendencia nation nationality nationalities nacion nacionalidad nacionalidade nacionality nacao "
        + "naturalidad naturalidade citizenship ciudadania cidadania foreigner "
        + "migrante migrantes migrant migrants inmigrante imigrante immigrant migratorio migratoria refugee refugiado refugiada asylum "
        // religion
        + "religion religions religious religioso religiosa religiones religiao religioes creencia creencias belief beliefs crenca credo "
        // disability, illness, pregnancy
        + "disability disabilities disabled discapacidad discapacidades discapacitado discapacitada deficiencia deficiencias "
        + "incapacidad impairment impaired handicap handicapped minusvalia neurodivergent autism autismo illness disease enfermedad "
        + "enfermedades doenca doencas embarazo embarazada pregnancy pregnant gravidez gravida maternidad maternity maternidade "
        // class, income
        + "estrato estratos stratum strata socioeconomic socioeconomico socioeconomica sisben nse imd deprivation income incomes renda "
        + "renta salario salarios salary wage wages sueldo poverty pobreza pobre "
        // family, victims of conflict
        + "marital conyugal matrimonial married casado casada soltero soltera victima victimas vitima victim desplazado desplazada "
        + "desplazados displaced");

    /// <summary>Words that are sensitive only together: an <c>ingreso</c> alone is an entry, and <c>civil</c> an engineer.</summary>
    private static readonly string[] Phrases =
    [
        "estado civil", "estadocivil", "edo civil", "est civil", "civil status", "civil state", "situacion civil", "situacao civil",
        "clase social", "classe social", "social class", "social status", "nivel social", "status social", "socio economico",
        "socio economica", "socio economic", "nivel economico", "nivel economica", "economic status", "condicion economica",
        "condicao economica", "foreign student", "is foreign",
        "estudiante extranjero", "es extranjero", "es extranjera", "aluno estrangeiro", "rendimento familiar",
        "ingreso familiar", "ingresos familiares", "ingreso mensual", "ingresos mensuales", "ingreso anual",
        "ingresos anuales", "ingreso hogar", "ingresos hogar", "ingreso economico", "ingresos economicos", "ingreso padres",
        "ingresos padres", "ingresos familia", "ingreso familia", "nivel ingreso", "nivel ingresos", "rango ingreso", "rango ingresos",
        "special needs", "necesidades especiales", "necessidades especiais", "educational needs", "pais origen", "pais origem",
        "country origin", "pais nacimiento", "color piel", "skin color", "skin colour", "lengua materna", "lingua materna",
        "mother tongue", "native language", "first language", "grupo etnico",
    ];

    /// <summary>Sensitive where the name is nothing else: with more words they may be logins or a language.</summary>
    private static readonly HashSet<string> Alone =
        ColumnNames.Set("ingresos foreign extranjero extranjera estrangeiro estrangeira international internacional");

    public static bool IsSensitive(string name)
    {
        var bare = TextFold.WithoutNumber(name);
        return Holds(TextFold.Words(bare)) || Holds(TextFold.Words(bare.ToLowerInvariant()));
    }

    private static bool Holds(IReadOnlyList<string> words)
    {
        var text = $" {string.Join(' ', words.Where(word => !Fillers.Contains(word)))} ";
        return words.Any(Words.Contains) || Alone.Contains(text.Trim())
            || Phrases.Any(phrase => text.Contains($" {phrase} ", StringComparison.Ordinal));
    }
}
