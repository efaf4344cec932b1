using System.Text.Json.Serialization;
using Antivirus.Model.Erasure;
using Azure;

namespace Antivirus.Storage.Erasure;

/// <summary>What one upload and all that came of it hold about a student.</summary>
/// <param name="Upload">Name of the upload's blob.</param>
public sealed record StudentFile(string Upload)
{
    public StudentRowSet? Rows { get; init; }

    public StudentRowSet? Report { get; init; }

    /// <summary>What the list of rejected rows says of the student's rows.</summary>
    public StudentRowSet? Problems { get; init; }

    /// <summary>What became of the student.</summary>
    public StudentRowSet? Outcomes { get; init; }

    /// <summary>Why the upload could not be searched row by row, though it names the student; null where it could.</summary>
    public LeftReason? Left { get; init; }

    /// <summary>Version of the upload that was looked through; null when there is none.</summary>
    internal ETag? UploadVersion { get; init; }

    [JsonIgnore]
    public bool HasStudent => Left is not null || Rows?.HasStudent == true || Count(Report) + Count(Problems) + Count(Outcomes) > 0;

    public static int Count(StudentRowSet? rows) => rows?.Rows.Count ?? 0;
}

/// <summary>Why a file that names the student was left as it is.</summary>
public enum LeftReason
{
    /// <summary>It is being scored or emailed, or waits for it: ask again in a minute.</summary>
    InWork,

    /// <summary>It could not be scored and nobody knows its columns: erase the whole run.</summary>
    NotUnderstood,
}

/// <summary>What was erased of one upload and all that came of it: how many rows of each file.</summary>
/// <param name="File">Name of the upload within the institution.</param>
public sealed record ErasedFile(string File, int Upload, int Report, int Problems, int Outcomes)
{
    /// <summary>Copies of its emails that were deleted on this machine.</summary>
    internal int Emails { get; init; }

    /// <summary>Whether the upload is a workbook that was made anew of the values of the sheet that was read.</summary>
    public bool IsMadeAnew { get; init; }

    internal bool IsChanged => IsMadeAnew || Upload + Report + Problems + Outcomes > 0;
}

/// <summary>A file that names the student and was left as it is.</summary>
public sealed record LeftFile(string File, LeftReason Reason);

/// <summary>What an erasure did.</summary>
/// <param name="Emails">Copies of emails that were deleted on this machine.</param>
public sealed record StudentErased(IReadOnlyList<ErasedFile> Files, IReadOnlyList<LeftFile> Left, int Emails)
{
    /// <summary>Whether nothing that names the student is left.</summary>
    public bool IsComplete => Left.Count == 0;
}
