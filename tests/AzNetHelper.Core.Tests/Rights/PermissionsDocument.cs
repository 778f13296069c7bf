using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AzNetHelper.Rights;

namespace AzNetHelper.Tests.Rights;

/// <summary>docs/permissions.md, and the lists in the help, as the table gives them.</summary>
internal static class PermissionsDocument
{
    private const string Introduction = """
        # Permissions

        What each change needs, and a custom role for each job. This page is made from the table that the commands check a plan
        with before the first write (`src/AzNetHelper.Core/Rights`); a test fails when the two differ.

        ## The check before the first write

        Every command that changes Azure, `-WhatIf` included, reads the caller's permissions and the management locks for each
        resource of its plan before it writes anything. What is missing is an error with the action, the scope and the caller
        (`MissingPermission`), or with the lock, its level and its scope (`ScopeLocked`), and nothing is written. `-PlanOnly`
        does not check: who makes a plan need not be the one who carries it out, and `Invoke-VNetPlan` checks again.

        - Permissions are read once for each resource group, and for a single resource where the group's answer is not enough.
          Locks are read once for each subscription, or for groups and resources where that is not allowed.
        - A `CanNotDelete` lock keeps removals from being made, also the removal of a half that is made again; a `ReadOnly` lock
          every write and every action.
        - What may not be read is a warning, and Azure checks at each write. Deny assignments cannot be seen beforehand.
        - Policies are checked by Azure at each write: a refusal (`RequestDisallowedByPolicy`) is shown with assignment,
          definition and reason, and is not tried again.

        What is listed as optional is not checked: it makes a plan say more. Without it a warning says what is not known, and the
        rest is done. `Export-VNetPlan`, `Import-VNetPlan` and `Compare-VNetTopology` of files ask nothing of Azure.

        A role counts on its scope and everything below it: assign the roles below to the virtual networks, their resource groups
        or their subscriptions. For a peering that is both ends. A role that was given just now counts after some minutes.

        """;

    public static string Page()
    {
        var text = new StringBuilder(Introduction.ReplaceLineEndings("\n"));
        text.Append("\n## What each command needs\n");
        foreach (var cmdlet in CmdletRights.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### {cmdlet.Cmdlet}\n\n{List(cmdlet)}");
        }

        text.Append("""

            ### Invoke-VNetPlan

            What the changes of the plan need, and to read what it rests on: see the command that made it. The rights are checked
            first, then whether the plan still fits; a plan that `-Replan` makes again is checked again. With `-PlanOnly -Replan`
            they are not checked.

            ## What a write needs beside the right on its own resource

            Azure asks for these whenever the body of a write refers to the resource, whether the reference is new or not, and
            refuses with `LinkedAuthorizationFailed` otherwise.

            | written | refers to | action on what is referred to | source |
            | --- | --- | --- | --- |

            """.ReplaceLineEndings("\n"));
        foreach (var link in RightsTable.Links)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {Short(link.Type)} | `{link.Path}` | `{link.Action}` | {link.Source} |\n");
        }

        text.Append("""

            ## Custom roles

            Replace the scope, save one as `role.json`, then `New-AzRoleDefinition -InputFile role.json` or
            `az role definition create --role-definition role.json`.

            """.ReplaceLineEndings("\n"));
        foreach (var role in JobRole.All)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"\n### {role.Name}\n\nFor {string.Join(", ", role.Cmdlets)}.\n\n```json\n{Json(role)}\n```\n");
        }

        return text.ToString();
    }

    /// <summary>The lines that stand in a cmdlet's notes, each with its line feed.</summary>
    public static string List(CmdletRights cmdlet) => string.Concat(cmdlet.Rights.Select(r =>
        $"- `{r.Action}` on {r.On}{(r.IsOptional ? ", optional" : string.Empty)}{(r.When.Length == 0 ? string.Empty : $", {r.When}")}\n"));

    private static string Short(string type) => type["Microsoft.Network/".Length..];

    private static string Json(JobRole role) => new JsonObject
    {
        ["Name"] = role.Name,
        ["IsCustom"] = true,
        ["Description"] = role.Description,
        ["Actions"] = new JsonArray([.. role.Actions.Select(a => (JsonNode)a)]),
        ["NotActions"] = new JsonArray(),
        ["DataActions"] = new JsonArray(),
        ["NotDataActions"] = new JsonArray(),
        ["AssignableScopes"] = new JsonArray("/subscriptions/00000000-0000-0000-0000-000000000000"),
    }.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
        .ReplaceLineEndings("\n");
}
