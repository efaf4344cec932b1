using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Antivirus.Support;

namespace Antivirus.Functions.Tests.Emails.Transports;

/// <summary>A server's certificate, its key, and the authority that signed it, as PEM files.</summary>
internal sealed record TestCertificate(string Authority, string Certificate, string Key)
{
    public static TestCertificate Create(TemporaryFolder folder, string host)
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=Autoridad de prueba", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = DateTimeOffset.UtcNow;
        using var authority = authorityRequest.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, now.AddDays(-1), now.AddDays(1), [1, 2, 3, 4]);

        var files = new TestCertificate(folder.File("authority.pem"), folder.File("server.pem"), folder.File("server-key.pem"));
        File.WriteAllText(files.Authority, authority.ExportCertificatePem());
        File.WriteAllText(files.Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(files.Key, key.ExportPkcs8PrivateKeyPem());
        return files;
    }
}
