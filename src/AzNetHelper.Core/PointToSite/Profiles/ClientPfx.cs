using AzNetHelper.Certificates;
using AzNetHelper.Steps;

namespace AzNetHelper.PointToSite.Profiles;

/// <summary>The client's certificate, its issuers and its key as a PFX, for the systems that import that.</summary>
internal static class ClientPfx
{
    public static (byte[]? Pfx, Failure? Failure) Write(ClientProfileRequest request, PfxEncryption encryption, string kind)
    {
        var (client, password) = (request.Client!, request.KeyPassword);
        return password is null || password.Length == 0
            ? (null, new("KeyPasswordMissing", FailureKind.InvalidArgument, $"A profile for {kind} carries the key in a PFX, which needs a password. "
                + "Give one for the key: it is asked for where the profile is installed.", request.Name))
            : (PfxWriter.Write(client.Certificate, client.Key, client.Issuers, Shown(request.ClientName), password, encryption), null);
    }

    // As long as a common name may be.
    private static string Shown(string name) => name.Length <= CommonName.MostCharacters ? name : name[..CommonName.MostCharacters];
}
