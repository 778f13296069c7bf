using System.Collections;
using System.Globalization;
using System.Management.Automation;
using AzNetHelper.Vpn;

namespace AzNetHelper.Support;

/// <summary>
/// Lets a policy be given as ours, as a hashtable, as an object with the same members (Az's New-AzIpsecPolicy makes one), or as
/// <c>name=value; ...</c>, as a plan's origin does. Whether Azure takes it is told by the plan, with what it is for.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class IpsecPolicyAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        try
        {
            return Plain(inputData) switch
            {
                null => null,
                IpsecPolicy policy => policy,
                string text => IpsecPolicyText.Parse(text),
                IDictionary table => IpsecPolicyText.Of(table.Keys.Cast<object>().Select(k => KeyValuePair.Create(Text(k), Text(table[k])))),
                var other => OfMembers(other),
            };
        }
        catch (FormatException e)
        {
            throw new ArgumentTransformationMetadataException($"This is no IPsec/IKE policy: {e.Message} Give a hashtable, for example "
                + "@{ IkeEncryption = 'AES256'; IkeIntegrity = 'SHA384'; DhGroup = 'ECP384'; IpsecEncryption = 'GCMAES256'; "
                + "IpsecIntegrity = 'GCMAES256'; PfsGroup = 'ECP384' }, or Default for Azure's own.", e);
        }
    }

    private static IpsecPolicy OfMembers(object value)
    {
        var members = PSObject.AsPSObject(value).Properties;
        var found = IpsecPolicy.Fields.Select(f => f.Name).Append(nameof(IpsecPolicy.SALifeTimeSeconds)).Append(nameof(IpsecPolicy.SADataSizeKilobytes))
            .Where(name => members[name]?.Value is not null).Select(name => KeyValuePair.Create(name, Text(members[name].Value))).ToArray();
        return found.Length > 0 ? IpsecPolicyText.Of(found) : throw new FormatException($"'{value}' has none of its members.");
    }

    private static string Text(object? value) => Convert.ToString(Plain(value), CultureInfo.InvariantCulture) ?? string.Empty;

    // Objects that PowerShell made itself (PSCustomObject) are their own base object: their members are on the wrapper.
    private static object? Plain(object? value) =>
        value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;
}
