using System.Collections.Immutable;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using AzNetHelper.Certificates;
using AzNetHelper.Steps;
using AzNetHelper.Tests.Shared;
using Xunit;

namespace AzNetHelper.Tests.Certificates;

/// <summary>A folder in which sets are made, and openssl to look at them.</summary>
internal sealed class SetBed : IDisposable
{
    public const string Word = "pä\u00df w\u03bfrd \U0001F511";

    private static readonly Dictionary<string, string?> Plain = new() { ["LC_ALL"] = "C.UTF-8" };
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aznet");

    public static DateTimeOffset Now { get; } = DateTimeOffset.UtcNow;

    /// <summary>Where keys come from: tests that are not about keys share some.</summary>
    public Func<int, RSA> Keys { get; init; } = TestKeys.Next;

    public string Folder => Path.Combine(_folder.FullName, "set");

    public List<Step> Steps { get; } = [];

    public IEnumerable<Failure> Failures => Steps.OfType<FailureStep>().Select(s => s.Failure);

    public IEnumerable<string> Notices => Steps.OfType<NoticeStep>().Select(n => n.Id);

    public static SecureString Secret(string text)
    {
        var secret = new SecureString();
        text.ToList().ForEach(secret.AppendChar);
        secret.MakeReadOnly();
        return secret;
    }

    // .NET 8, where these tests run too, has no other way.
#pragma warning disable SYSLIB0057
    public static X509Certificate2 Load(CertificateFacts certificate) => new(certificate.Data.AsSpan());

    public static X509Certificate2 Open(byte[] pfx, string password) => new(pfx, password, X509KeyStorageFlags.EphemeralKeySet);
#pragma warning restore SYSLIB0057

    public CertificateSetRequest Request(params string[] clients) => new()
    {
        RootName = "Contoso Root", ClientNames = [.. clients], Folder = Folder, Password = Secret(Word),
    };

    public async Task<(P2SCertificateSet Set, ImmutableArray<P2SClientCertificate> Made)?> RunAsync(
        CertificateSetRequest request, DateTimeOffset? now = null, CancellationToken? stop = null)
    {
        Assert.Empty(request.Problems(now ?? Now));
        var channel = Channel.CreateUnbounded<Step>();
        try
        {
            return await new CertificateIssuing(request, now ?? Now, new StepWriter(channel.Writer)) { NewKey = Keys }
                .RunAsync(stop ?? TestContext.Current.CancellationToken);
        }
        finally
        {
            while (channel.Reader.TryRead(out var step))
            {
                Steps.Add(step);
            }
        }
    }

    public async Task<P2SCertificateSet> MakeAsync(CertificateSetRequest request, DateTimeOffset? now = null)
    {
        var run = await RunAsync(request, now);
        Assert.Empty(Failures);
        return Assert.NotNull(run).Set;
    }

    /// <summary>Runs openssl in the folder; what it printed on both streams. With a shell's words, {0} ... are arguments.</summary>
    public async Task<string> OpenSslAsync(params string[] arguments)
    {
        var run = await RunOpenSslAsync(arguments);
        Assert.True(run.ExitCode == 0, $"openssl {string.Join(' ', arguments)}: {run.Out}{run.Error}");
        return run.Out + run.Error;
    }

    public async Task<ToolRun> RunOpenSslAsync(params string[] arguments)
    {
        if (ToolProcess.Find("openssl") is not { } program)
        {
            ToolProcess.Missing("There is no openssl.");
            throw new InvalidOperationException();
        }

        Directory.CreateDirectory(Folder);
        return await ToolProcess.RunAsync(program, arguments, Folder, Plain, TimeSpan.FromMinutes(1));
    }

    public string[] Names() => Directory.Exists(Folder)
        ? [.. Directory.GetFileSystemEntries(Folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)] : [];

    public byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    public void Dispose() => _folder.Delete(recursive: true);
}
