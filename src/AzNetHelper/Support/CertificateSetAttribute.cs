using System.Collections;
using System.Management.Automation;
using AzNetHelper.Certificates;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace AzNetHelper.Support;

/// <summary>
/// Lets a parameter of type <see cref="P2SCertificateSet"/>, or an array of it, take sets, the folders that they lie in, or their
/// files (<see cref="CertificateSetFile"/>): the public part, so no password is asked for.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CertificateSetAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        ArgumentNullException.ThrowIfNull(engineIntrinsics);
        return Plain(inputData) switch
        {
            null => null,
            IEnumerable many and not string => many.Cast<object?>().Select(one => Read(engineIntrinsics, Plain(one))).ToArray(),
            var one => Read(engineIntrinsics, one),
        };
    }

    private static P2SCertificateSet Read(EngineIntrinsics engine, object? given) => given switch
    {
        P2SCertificateSet set => set,
        FileSystemInfo entry => ReadFile(entry.FullName),
        string { Length: > 0 } path => ReadFile(Resolve(engine, path)),
        var other => throw new ArgumentTransformationMetadataException(
            $"'{other}' is no certificate set: give what New-P2SCertificateSet returned, the folder of a set, or its file (*{CertificateSetFile.Extension})."),
    };

    private static P2SCertificateSet ReadFile(string path) => CertificateSetFile.Read(path) switch
    {
        ({ } set, _) => set,
        var (_, failure) => throw new ArgumentTransformationMetadataException(failure!.Message, failure.Cause),
    };

    private static string Resolve(EngineIntrinsics engine, string path)
    {
        try
        {
            return engine.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
        }
        catch (Exception e) when (e is DriveNotFoundException or ProviderNotFoundException)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }

    private static object? Plain(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
