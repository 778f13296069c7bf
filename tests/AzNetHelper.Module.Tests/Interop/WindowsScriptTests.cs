using System.Management.Automation.Language;
using AzNetHelper.Tests.Infrastructure;
using AzNetHelper.Tests.Scenarios;

namespace AzNetHelper.Tests.Interop;

/// <summary>
/// The script of the profile for Windows, read by the engine's own parser, and run against stand-ins of the cmdlets that Windows has:
/// they take the documented parameters alone and keep what they were told.
/// </summary>
public sealed class WindowsScriptTests : IDisposable
{
    // Windows alone knows who that is.
    private const string User = "[Security.Principal.WindowsPrincipal] [Security.Principal.WindowsIdentity]::GetCurrent()";
    private const string Administrator = "$user.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)";

    private readonly ClientEstate _estate = new();
    private readonly Rehearsal _rehearsal;

    public WindowsScriptTests()
    {
        _rehearsal = new(_estate.Write);
        using var alice = _estate.Client("alice");
        File.WriteAllBytes(Path.Combine(_rehearsal.Folder, "alice.pfx"), _estate.Pfx(alice));
    }

    public void Dispose()
    {
        _rehearsal.Dispose();
        _estate.Dispose();
    }

    [Theory]
    [InlineData("gw")]
    [InlineData("gw 'x' \u2019 $(throw 1) `n\u201C\u201D Zoë")]
    public void The_engine_parses_it(string name)
    {
        var file = Export(name);
        var script = Parser.ParseFile(file, out _, out var errors);

        Assert.Empty(errors);
        Assert.All(script.FindAll(a => a is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>(), c => Assert.NotNull(c.GetCommandName()));
        var connection = script.ParamBlock.Parameters.Single(p => p.Name.VariablePath.UserPath == "Name").DefaultValue;
        Assert.Equal($"{name}-alice", Assert.IsType<StringConstantExpressionAst>(connection).Value);
    }

    [Fact]
    public void It_installs_and_connects_once_and_is_then_content()
    {
        Prepare(Export("gw"));
        Assert.Equal(
            [
                "import gw-alice-server.cer to Cert:\\LocalMachine\\Root", "import gw-alice.pfx to Cert:\\CurrentUser\\My",
                "import gw-alice-issuer.cer to Cert:\\CurrentUser\\Root", "add gw-alice Ikev2 Eap Required True 13", "ipsec AES256 SHA384 ECP384 GCMAES256 GCMAES256 None",
                "route 10.1.0.0/16", "route 10.2.0.0/16",
            ], Run("'10.1.0.0/16', '10.2.0.0/16'"));
        Assert.Equal(["set gw-alice Ikev2 Eap Required True 13", "ipsec AES256 SHA384 ECP384 GCMAES256 GCMAES256 None"], Run("'10.1.0.0/16', '10.2.0.0/16'"));
        Assert.Equal(
            ["set gw-alice Ikev2 Eap Required True 13", "ipsec AES256 SHA384 ECP384 GCMAES256 GCMAES256 None", "route 10.3.0.0/16", "no route 10.2.0.0/16"],
            Run("'10.1.0.0/16', '10.3.0.0/16'"));
    }

    [Fact]
    public void WhatIf_changes_nothing()
    {
        Prepare(Export("gw"));
        Assert.Empty(Run("'10.1.0.0/16'", "-WhatIf"));
    }

    [Fact]
    public void A_connection_to_another_gateway_is_not_taken_over()
    {
        Prepare(Export("gw"));
        _rehearsal.Engine.Run("$vpn['gw-alice'] = [pscustomobject]@{ ServerAddress = 'other.example'; Routes = @() }");
        Assert.Contains("There is a connection 'gw-alice' to other.example",
            _rehearsal.Engine.Run("& $script -Password $p").Ended!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_rights_of_an_administrator_the_root_is_a_warning()
    {
        Prepare(Export("gw"), administrator: false);
        Assert.DoesNotContain(Run("'10.1.0.0/16'"), l => l.Contains("LocalMachine", StringComparison.Ordinal));
        Assert.Contains("13801", _rehearsal.RunWell("$warnings").Texts[0], StringComparison.Ordinal);
    }

    private string Export(string name)
    {
        _rehearsal.Engine.Set("name", name);
        return _rehearsal.RunWell("""
            $p = [System.Net.NetworkCredential]::new('', '$$').SecurePassword
            (Export-P2SClientProfile gw ./out ./alice.pfx -Password $p -KeyPassword $p -Format Windows -ConnectionName $name).Files -like '*.ps1'
            """.Replace("'$$'", $"'{ClientEstate.Password}'", StringComparison.Ordinal)).Texts[0];
    }

    private void Prepare(string file, bool administrator = true)
    {
        var text = File.ReadAllText(file);
        Assert.Contains(Administrator, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(User, "$null", StringComparison.Ordinal).Replace(Administrator, administrator ? "$true" : "$false", StringComparison.Ordinal));
        _rehearsal.Engine.Set("script", file);
        Assert.Null(_rehearsal.Run(StandIns).Ended);
    }

    // The prefixes of the package, in the script itself.
    private IReadOnlyList<string> Run(string routes, string more = "")
    {
        _rehearsal.Engine.Set("routes", routes);
        return _rehearsal.RunWell($$"""
            $log.Clear()
            $text = [IO.File]::ReadAllText($script)
            [IO.File]::WriteAllText($script, [regex]::Replace($text, '(?m)^\$routes = @\(.*?\)', { '$routes = @(' + $routes + ')' }))
            & $script -Password $p {{more}}
            $log.ToArray()
            """).Texts;
    }

    private static readonly string StandIns = """
        $p = [System.Net.NetworkCredential]::new('', '$$').SecurePassword
        $log = [Collections.Generic.List[string]]::new(); $warnings = [Collections.Generic.List[string]]::new(); $vpn = @{}; $store = @{}
        function Write-Warning($Message) { $warnings.Add($Message) }
        function Join-Path($Path, $ChildPath) { "$Path/$ChildPath" }
        function Get-ChildItem($Path) { foreach ($p in $Path) { if ($store.ContainsKey($p)) { $store[$p] } } }
        function Keep($File, $To, $Certificate, $HasKey) {
            if (-not $store.ContainsKey($To)) { $store[$To] = [Collections.ArrayList]::new() }
            $null = $store[$To].Add([pscustomobject]@{ Thumbprint = $Certificate.Thumbprint; HasPrivateKey = $HasKey })
            $log.Add("import $([IO.Path]::GetFileName($File)) to $To")
        }
        function Import-Certificate { [CmdletBinding()] param($FilePath, $CertStoreLocation)
            Keep $FilePath $CertStoreLocation ([Security.Cryptography.X509Certificates.X509Certificate2]::new([IO.File]::ReadAllBytes($FilePath))) $false }
        function Import-PfxCertificate { [CmdletBinding()] param($FilePath, $CertStoreLocation, [securestring] $Password, [switch] $Exportable)
            Keep $FilePath $CertStoreLocation ([Security.Cryptography.X509Certificates.X509Certificate2]::new($FilePath, $Password)) $true }
        function Get-VpnConnection { [CmdletBinding()] param($Name, [switch] $AllUserConnection) if ($vpn.ContainsKey($Name)) { $vpn[$Name] } }
        function Add-VpnConnection { [CmdletBinding()] param($Name, $ServerAddress,
            [ValidateSet('Pptp', 'L2tp', 'Sstp', 'Ikev2', 'Automatic')] $TunnelType, [ValidateSet('NoEncryption', 'Optional', 'Required', 'Maximum', 'Custom')] $EncryptionLevel,
            [ValidateSet('Pap', 'Chap', 'MSChapv2', 'Eap', 'MachineCertificate')] $AuthenticationMethod, [switch] $SplitTunneling, [switch] $AllUserConnection, $L2tpPsk,
            [switch] $RememberCredential, [switch] $UseWinlogonCredential, [xml] $EapConfigXmlStream, [switch] $Force, [switch] $PassThru)
            if ($vpn.ContainsKey($Name)) { throw 'It exists.' }
            $vpn[$Name] = [pscustomobject]@{ ServerAddress = $ServerAddress; Routes = $null }
            $log.Add("add $Name $TunnelType $AuthenticationMethod $EncryptionLevel $SplitTunneling $($EapConfigXmlStream.EapHostConfig.Config.Eap.Type)") }
        function Set-VpnConnection { [CmdletBinding()] param($Name, $ServerAddress, [ValidateSet('Pptp', 'L2tp', 'Sstp', 'Ikev2', 'Automatic')] $TunnelType, $EncryptionLevel,
            $AuthenticationMethod, [bool] $SplitTunneling, [switch] $AllUserConnection, $L2tpPsk, [bool] $RememberCredential, [bool] $UseWinlogonCredential,
            [xml] $EapConfigXmlStream, [switch] $Force, [switch] $PassThru)
            if (-not $vpn.ContainsKey($Name)) { throw 'It does not exist.' }
            $log.Add("set $Name $TunnelType $AuthenticationMethod $EncryptionLevel $SplitTunneling $($EapConfigXmlStream.EapHostConfig.Config.Eap.Type)") }
        function Set-VpnConnectionIPsecConfiguration { [CmdletBinding()] param($ConnectionName, [switch] $AllUserConnection,
            [ValidateSet('DES', 'DES3', 'AES128', 'AES192', 'AES256', 'GCMAES128', 'GCMAES256')] $EncryptionMethod, [ValidateSet('MD5', 'SHA1', 'SHA256', 'SHA384')] $IntegrityCheckMethod,
            [ValidateSet('None', 'Group1', 'Group2', 'Group14', 'ECP256', 'ECP384', 'Group24')] $DHGroup,
            [ValidateSet('DES', 'DES3', 'AES128', 'AES192', 'AES256', 'GCMAES128', 'GCMAES192', 'GCMAES256', 'None')] $CipherTransformConstants,
            [ValidateSet('MD596', 'SHA196', 'SHA256128', 'GCMAES128', 'GCMAES192', 'GCMAES256', 'None')] $AuthenticationTransformConstants,
            [ValidateSet('None', 'PFS1', 'PFS2', 'PFS2048', 'ECP256', 'ECP384', 'PFSMM', 'PFS24')] $PfsGroup, [switch] $RevertToDefault, [switch] $Force, [switch] $PassThru)
            $log.Add("ipsec $EncryptionMethod $IntegrityCheckMethod $DHGroup $CipherTransformConstants $AuthenticationTransformConstants $PfsGroup") }
        function Add-VpnConnectionRoute { [CmdletBinding()] param($ConnectionName, $DestinationPrefix, $RouteMetric, [switch] $AllUserConnection, [switch] $PassThru)
            if ($null -eq $vpn[$ConnectionName].Routes) { $vpn[$ConnectionName].Routes = [Collections.ArrayList]::new() }
            $null = $vpn[$ConnectionName].Routes.Add([pscustomobject]@{ DestinationPrefix = $DestinationPrefix }); $log.Add("route $DestinationPrefix") }
        function Remove-VpnConnectionRoute { [CmdletBinding()] param($ConnectionName, $DestinationPrefix, [switch] $AllUserConnection, [switch] $PassThru)
            $log.Add("no route $DestinationPrefix") }
        """.Replace("'$$'", $"'{ClientEstate.Password}'", StringComparison.Ordinal);
}
