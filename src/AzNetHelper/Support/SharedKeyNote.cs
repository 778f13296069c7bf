using System.Management.Automation;
using System.Security;

namespace AzNetHelper.Support;

/// <summary>A shared key beside a result, where it was asked for: a SecureString, which no view shows.</summary>
internal static class SharedKeyNote
{
    /// <summary>The result, with the key where there is one.</summary>
    public static object On(object result, SecureString? key)
    {
        if (key is null)
        {
            return result;
        }

        var noted = PSObject.AsPSObject(result);
        noted.Properties.Add(new PSNoteProperty("SharedKey", key));
        return noted;
    }
}
