namespace Antivirus.Functions.Access;

/// <summary>What somebody does for an institution, and so what they may call.</summary>
[Flags]
internal enum Roles
{
    None = 0,

    /// <summary><c>registro</c>: uploads and downloads files.</summary>
    Registrar = 1,

    /// <summary><c>consejeria</c>: looks at students and their reasons.</summary>
    Counsellor = 2,

    /// <summary><c>direccion</c>: looks at counts and results, never at a student.</summary>
    Leadership = 4,

    /// <summary><c>administracion</c>: all, also recipients, erasure and the audit log.</summary>
    Administrator = 8,
}

/// <summary>The roles' words, and what each role may do.</summary>
internal static class RoleRules
{
    /// <summary>Who showed a key without a role, or runs the machine: as before there were roles.</summary>
    public const Roles All = Roles.Administrator;

    private const Roles Anyone = Roles.Registrar | Roles.Counsellor | Roles.Leadership;

    /// <summary>By the action that the audit log names. The administrator may do all, and alone what is not listed.</summary>
    private static readonly Dictionary<string, Roles> Allowed = new(StringComparer.Ordinal)
    {
        ["me"] = Anyone,
        ["model"] = Anyone,
        ["modelReport"] = Anyone,
        ["runs"] = Anyone,
        ["template"] = Anyone,
        ["preview"] = Roles.Registrar,
        ["upload"] = Roles.Registrar,
        ["uploadLink"] = Roles.Registrar,
        ["original"] = Roles.Registrar,
        ["problems"] = Roles.Registrar,
        ["getUrlsUploaded"] = Roles.Registrar,
        ["getReports"] = Roles.Registrar | Roles.Counsellor,
        ["report"] = Roles.Registrar | Roles.Counsellor,
        ["students"] = Roles.Counsellor,
        ["programmes"] = Roles.Counsellor,
        ["student"] = Roles.Counsellor,
        ["call list"] = Roles.Counsellor | Roles.Leadership,
        ["outcomes"] = Anyone,
        ["outcomeUpload"] = Roles.Registrar,
        ["outcomeRows"] = Roles.Registrar,
    };

    private static readonly Dictionary<string, Roles> Words = new(StringComparer.Ordinal)
    {
        ["registro"] = Roles.Registrar,
        ["consejeria"] = Roles.Counsellor,
        ["direccion"] = Roles.Leadership,
        ["administracion"] = Roles.Administrator,
    };

    public static IReadOnlyList<string> AllWords { get; } = [.. Words.Keys];

    public static bool May(this Roles roles, string action) =>
        roles.HasFlag(Roles.Administrator) || (Allowed.GetValueOrDefault(action) & roles) != Roles.None;

    /// <summary>The role that a word of the settings or of a token names; none for a word of something else.</summary>
    public static Roles Parse(string word) => Words.GetValueOrDefault(word);

    public static IReadOnlyList<string> WordsOf(Roles roles) =>
        [.. Words.Where(word => roles.HasFlag(word.Value)).Select(word => word.Key)];
}
