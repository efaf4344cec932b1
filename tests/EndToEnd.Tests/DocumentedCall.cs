using System.Text;

namespace Antivirus.EndToEnd.Tests;

/// <summary>One operation of openapi.json, about the file <c>cohorte.csv</c> of an institution.</summary>
internal sealed record DocumentedCall(string Method, string Path)
{
    private const string Row = "INTRUSO-1,17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0\n";

    /// <summary>Whether it acts for an institution: all but the question who one is.</summary>
    public bool NamesInstitution => Path != "/api/me";

    public HttpRequestMessage To(Uri address, string ies, string? key)
    {
        var request = new HttpRequestMessage(new HttpMethod(Method), new Uri(address, RelativePath(ies))) { Content = Body(ies) };
        if (key is not null)
        {
            request.Headers.Add("x-api-key", key);
        }

        return request;
    }

    private string RelativePath(string ies)
    {
        var path = Path.TrimStart('/').Replace("{ies}", ies, StringComparison.Ordinal);
        return Path switch
        {
            "/cargadatos" => $"{path}?bucketName={ies}&nameFile=intruso.csv",
            "/mail/list" => $"{path}?prefix_uni={ies}",
            "/mail/delete" => $"{path}?id={ies}-0123456789abcdef",
            "/api/reports/{ies}/{file}" => path.Replace("{file}", "reporte_cohorte.csv", StringComparison.Ordinal),
            _ => path.Replace("{file}", "cohorte.csv", StringComparison.Ordinal),
        };
    }

    private HttpContent? Body(string ies) => (Method, Path) switch
    {
        ("GET" or "DELETE", _) => null,
        (_, "/cargadatos" or "/api/v1/data-upload") => new MultipartFormDataContent
        {
            { new StringContent(ies), "bucketName" },
            { new StringContent(Row), "data", "intruso.csv" },
        },
        (_, "/api/uploads/{ies}") => Json("""{"file":"intruso.csv","size":10}"""),
        (_, "/mail") => Json($$"""{"email":"intruso@mal.example","u_prefix":"{{ies}}"}"""),
        (_, "/getReports" or "/getUrlsUploaded") => Json($$"""{"nombre_ies":"{{ies}}"}"""),
        _ => Json("{}"),
    };

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
