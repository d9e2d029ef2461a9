using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Patchbay.Emulator.Http;

/// <summary>The certificate by which an emulator that serves HTTPS is known: self-signed, for names and addresses of this machine alone. Nobody trusts it unless told to.</summary>
internal static class LocalhostCertificate
{
    /// <summary>What TLS libraries accept at most for a certificate of a server.</summary>
    private static readonly TimeSpan Validity = TimeSpan.FromDays(397);

    private static readonly TimeSpan TooLittleLeft = TimeSpan.FromDays(30);

    /// <summary>Makes one with a key of its own.</summary>
    /// <param name="address">The address that the emulator listens on, which the certificate names beside loopback.</param>
    public static X509Certificate2 Make(IPAddress address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost, O=Patchbay emulator", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        foreach (var named in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback, address }.Distinct())
        {
            names.AddIpAddress(named);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));

        // Whoever checks it goes by the system's clock, whatever the org's says.
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now + Validity);
        return Read(made.Export(X509ContentType.Pkcs12));
    }

    /// <summary>Reads one that was kept, with its key.</summary>
    public static X509Certificate2 Read(byte[] pkcs12) => X509CertificateLoader.LoadPkcs12(pkcs12, password: null, X509KeyStorageFlags.Exportable);

    /// <summary>Whether one that was kept is good for a while, and names the address.</summary>
    public static bool IsGood(X509Certificate2 certificate, IPAddress address) =>
        certificate.NotAfter.ToUniversalTime() > TimeProvider.System.GetUtcNow().UtcDateTime + TooLittleLeft
        && certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Any(names => names.EnumerateIPAddresses().Contains(address));
}
