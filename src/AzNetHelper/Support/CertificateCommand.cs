using System.Collections.Immutable;
using System.Management.Automation;
using System.Security;
using AzNetHelper.Certificates;
using AzNetHelper.Steps;

namespace AzNetHelper.Support;

/// <summary>What the commands that make certificates have in common. They ask nothing of Azure.</summary>
public abstract class CertificateCommand : AzNetCommand
{
    private readonly TimeProvider _time = TimeProvider.System;
    private SecureString? _asked;

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter]
    [ValidateNotNull]
    public SecureString? Password { get; set; }

    [Parameter]
    [ValidateNotNull]
    public SecureString? RootPassword { get; set; }

    [Parameter]
    [ValidateSet("2048", "3072", "4096")]
    public int KeySize { get; set; } = new CertificateTerms().KeySize;

    [Parameter]
    [ValidateRange(1, CertificateTerms.MostDays)]
    public int ClientValidityDays { get; set; } = new CertificateTerms().ClientValidityDays;

    [Parameter]
    [ValidateNotNullOrEmpty]
    public CertificateFormat[] Format { get; set; } = [CertificateFormat.Pfx];

    [Parameter]
    public PfxEncryption PfxEncryption { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected CertificateTerms Terms => new()
    {
        KeySize = KeySize, ClientValidityDays = ClientValidityDays, Formats = [.. Format], PfxEncryption = PfxEncryption,
    };

    /// <summary>Opens a root with its key; null when that failed and was told.</summary>
    protected KeyedCertificate? OpenRoot(string name, Func<SecureString?, (KeyedCertificate? Root, Failure? Failure)> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var given = RootPassword ?? Password;
        var (root, failure) = read(given);
        if (failure is { Id: "PfxPasswordWrong" or "RootPasswordWrong" } && given is null)
        {
            using var asked = this.AskPassword(name, nameof(RootPassword));
            (root, failure) = read(asked);
        }
        else if (failure is { Id: "PfxPasswordWrong" or "RootPasswordWrong" } && RootPassword is null)
        {
            failure = failure with { Message = $"{failure.Message} -Password was tried. Give the password of the root with -{nameof(RootPassword)}." };
        }

        if (failure is not null)
        {
            this.WriteFailure(failure);
        }

        return root;
    }

    /// <summary>Makes what is asked for, when nothing is in the way and nobody objects.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="action">What is done, for -WhatIf and -Confirm.</param>
    /// <param name="results">What is returned.</param>
    protected void Issue(CertificateSetRequest request, string action, Func<P2SCertificateSet, ImmutableArray<P2SClientCertificate>, IEnumerable<object>> results)
    {
        ArgumentNullException.ThrowIfNull(request);
        var problems = request.Problems(_time.GetUtcNow());
        foreach (var problem in problems)
        {
            this.WriteFailure(problem);
        }

        var told = request.LacksPassword ? $"{action}, with a password that is asked for" : action;
        if (!problems.IsEmpty || !ShouldProcess(request.Folder, told))
        {
            return;
        }

        try
        {
            if (request.LacksPassword)
            {
                request = request with { Password = _asked = this.AskNewPassword($"the keys in {request.Folder}", nameof(Password)) };
            }

            Run(async (steps, stop) =>
            {
                if (await new CertificateIssuing(request, _time.GetUtcNow(), steps).RunAsync(stop).ConfigureAwait(false) is var (set, made))
                {
                    foreach (var result in results(set, made))
                    {
                        steps.Result(result);
                    }
                }
            });
        }
        finally
        {
            _asked?.Dispose();
        }
    }

    /// <summary>What a root that is there is called: by its common name, or by its file where that cannot be a name.</summary>
    protected static string NameOf(KeyedCertificate root, string file)
    {
        ArgumentNullException.ThrowIfNull(root);
        return CommonName.Problem(root.Facts.CommonName) is null ? root.Facts.CommonName! : System.IO.Path.GetFileNameWithoutExtension(file);
    }

    /// <summary>The singular or the plural of what so many clients get.</summary>
    protected static string Count(int clients) => clients == 1 ? "one client certificate" : $"{clients} client certificates";
}
