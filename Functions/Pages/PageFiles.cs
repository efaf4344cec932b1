using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Pages;

/// <summary>
/// The page as the build embedded it. Assets are named by their content and never change; the first page is asked for each time.
/// </summary>
internal sealed class PageFiles(PagePolicy policy)
{
    /// <summary>First part of the page's addresses.</summary>
    public const string Root = "pagina";

    private const string Prefix = "portal/";
    private const string FirstPage = "index.html";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, Lazy<PageFile>> _files = FindEmbedded();

    /// <summary>The file at a path below <see cref="Root"/>; the first page for every path that is not a file's.</summary>
    public IResult Find(HttpRequest request, string path)
    {
        policy.AddHeaders(request.HttpContext.Response.Headers);
        var isAsset = path.StartsWith("assets/", StringComparison.Ordinal);
        if (!_files.TryGetValue(isAsset ? path : FirstPage, out var found))
        {
            return isAsset
                ? Results.NotFound()
                : Results.Text("Esta aplicación se construyó sin la página.", "text/plain; charset=utf-8",
                    statusCode: StatusCodes.Status404NotFound);
        }

        return Send(request, found.Value, isAsset);
    }

    private static IResult Send(HttpRequest request, PageFile file, bool isAsset)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = isAsset ? "public, max-age=31536000, immutable" : "no-cache";
        headers.Vary = "Accept-Encoding";
        if (TakesBrotli(request))
        {
            headers.ContentEncoding = "br";
            return Results.Bytes(file.Brotli, file.ContentType);
        }

        return Results.Bytes(file.Plain, file.ContentType);
    }

    private static bool TakesBrotli(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(coding => coding.Value == "br" && coding.Quality is null or > 0);

    private static FrozenDictionary<string, Lazy<PageFile>> FindEmbedded()
    {
        var assembly = typeof(PageFiles).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[Prefix.Length..], name => new Lazy<PageFile>(() => Load(assembly, name)));
    }

    private static PageFile Load(Assembly assembly, string name)
    {
        using var source = assembly.GetManifestResourceStream(name)!;
        using var plain = new MemoryStream();
        source.CopyTo(plain);
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            brotli.Write(plain.GetBuffer(), 0, (int)plain.Length);
        }

        return new PageFile(Types[Path.GetExtension(name)], plain.ToArray(), packed.ToArray());
    }

    private sealed record PageFile(string ContentType, byte[] Plain, byte[] Brotli);
}
