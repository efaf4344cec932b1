using Antivirus.Model.Cohorts;
using Antivirus.Model.Reports;
using Antivirus.Model.Reports.Workbooks;
using Azure;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Api;

/// <summary>A stored report in the form that is asked for, made as it is sent.</summary>
internal static class ReportDownload
{
    public const string WorkbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const string CsvType = "text/csv; charset=utf-8";
    private const string Csv = ".csv";
    private const string Xlsx = ".xlsx";

    /// <summary>The format that a query names; CSV when it names none.</summary>
    /// <exception cref="ApiException">There is no such format.</exception>
    public static ReportFormat ParseFormat(string? text) => text switch
    {
        null or "" or "csv" => ReportFormat.Csv,
        "csv-excel" => ReportFormat.CsvExcel,
        "xlsx" => ReportFormat.Xlsx,
        _ => throw new ApiException(StatusCodes.Status400BadRequest, "format debe ser csv, csv-excel o xlsx."),
    };

    /// <summary>The blob's content; null when it is not there.</summary>
    public static async Task<Stream?> OpenAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            return (await blob.DownloadStreamingAsync(cancellationToken: cancellationToken)).Value.Content;
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null;
        }
    }

    /// <param name="report">The stored report; null when only the rejected rows are asked for.</param>
    /// <param name="problems">The rejected rows; null when there are none, or they are not asked for.</param>
    /// <param name="file">The report's name, with or without folders.</param>
    public static IResult Send(Stream? report, Stream? problems, string file, ReportFormat format, ReportLanguage language,
        CancellationToken cancellationToken)
    {
        var name = file[(file.LastIndexOf('/') + 1)..];
        return Results.Stream(
            async output =>
            {
                await using (report)
                await using (problems)
                {
                    await WriteAsync(report, problems, output, format, language, cancellationToken);
                }
            },
            format == ReportFormat.Xlsx ? WorkbookType : CsvType,
            format == ReportFormat.Xlsx ? WorkbookName(name) : name);
    }

    /// <summary>The name of a report as a workbook: <c>reporte_a.xlsx</c> of <c>reporte_a.csv</c>.</summary>
    public static string WorkbookName(string report)
    {
        var name = report.EndsWith(Csv, StringComparison.OrdinalIgnoreCase) ? report[..^Csv.Length] : report;
        return name.EndsWith(Xlsx, StringComparison.OrdinalIgnoreCase) ? name : name + Xlsx;
    }

    private static Task WriteAsync(Stream? report, Stream? problems, Stream output, ReportFormat format, ReportLanguage language,
        CancellationToken cancellationToken) => format switch
        {
            ReportFormat.Xlsx => ReportWorkbook.WriteAsync(report, problems, output, language, cancellationToken),
            ReportFormat.CsvExcel => SpreadsheetCsv.WriteAsync((report ?? problems)!, output, cancellationToken),
            _ => (report ?? problems)!.CopyToAsync(output, cancellationToken),
        };
}
