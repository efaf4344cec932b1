using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Antivirus.Functions.Emails.Transports;

/// <summary>Accepts the certificates that one authority signed, and no others.</summary>
internal sealed class PrivateAuthority(string pemFile)
{
    public RemoteCertificateValidationCallback Check => (_, certificate, _, errors) => Accepts(certificate, errors);

    private bool Accepts(X509Certificate? certificate, SslPolicyErrors errors)
    {
        // A wrong host name or no certificate at all is never made good by an authority.
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false;
        }

        using var ours = new X509Chain();
        ours.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        ours.ChainPolicy.CustomTrustStore.ImportFromPemFile(pemFile);
        // An authority within a campus seldom publishes a list of revoked certificates.
        ours.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        using var theirs = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return ours.Build(theirs);
    }
}
