using static AzNetHelper.Simulation.Evidence;

namespace AzNetHelper.Simulation;

/// <summary>What Azure Resource Manager itself refuses, before any provider sees the request.</summary>
internal static class FrontDoorErrors
{
    public static ErrorTemplate MissingApiVersion { get; } = Template(400, "MissingApiVersionParameter", Quoted,
        "The api-version query parameter (?api-version=) is required for all requests.");

    public static ErrorTemplate InvalidApiVersion { get; } = Template(400, "InvalidApiVersionParameter", CodeKnown,
        "The api-version '{0}' is invalid. The supported versions are '{1}'.");

    public static ErrorTemplate InvalidResourceType { get; } = Template(400, "InvalidResourceType", CodeKnown,
        "The resource type '{0}' could not be found in the namespace '{1}' for api version '{2}'. "
        + "The supported api-versions are '{3}'.");

    public static ErrorTemplate InvalidResourceNamespace { get; } =
        Template(404, "InvalidResourceNamespace", CodeKnown, "The resource namespace '{0}' is invalid.");

    public static ErrorTemplate NoRegisteredProvider { get; } = Template(400, "NoRegisteredProviderFound", CodeKnown,
        "No registered resource provider found for location '{0}' and API version '{1}' for type '{2}'. "
        + "The supported api-versions are '{3}'. The supported locations are '{4}'.");

    public static ErrorTemplate UnknownType { get; } = Template(404, "InvalidResourceType", Chosen,
        "The resource type '{0}' could not be found in the namespace '{1}' for api version '{2}'.");

    public static ErrorTemplate UnknownPath { get; } =
        Template(404, "NotFound", Chosen, "The simulation does not know '{0}'.");

    public static ErrorTemplate MethodNotAllowed { get; } = Template(405, "HttpMethodNotSupported", Chosen,
        "The method '{0}' is not supported on '{1}'.");

    public static ErrorTemplate InvalidRequestContent { get; } = Template(400, "InvalidRequestContent", CodeKnown,
        "The request content was invalid and could not be deserialized: '{0}'.");

    public static ErrorTemplate LocationRequired { get; } = Template(400, "LocationRequired", CodeKnown,
        "The location property is required for this definition.");

    public static ErrorTemplate InvalidResourceLocation { get; } = Template(409, "InvalidResourceLocation", CodeKnown,
        "The resource '{0}' already exists in location '{1}' in resource group '{2}'. A resource with the same name "
        + "cannot be created in location '{3}'. Please select a new resource name.");

    public static ErrorTemplate ResourceNotFound { get; } = Template(404, "ResourceNotFound", Recorded,
        "The Resource '{0}' under resource group '{1}' was not found. For more details please go to "
        + "https://aka.ms/ARMResourceNotFoundFix");

    public static ErrorTemplate ResourceGroupNotFound { get; } = Template(404, "ResourceGroupNotFound", Quoted,
        "Resource group '{0}' could not be found.");

    public static ErrorTemplate ResourceGroupBeingDeleted { get; } =
        Template(409, "ResourceGroupBeingDeleted", CodeKnown,
        "The resource group '{0}' is in deprovisioning state and cannot perform this operation.");

    public static ErrorTemplate ParentResourceNotFound { get; } = Template(404, "ParentResourceNotFound", Quoted,
        "Failed to perform '{0}' on resource(s) of type '{1}', because the parent resource '{2}' could not be found.");

    public static ErrorTemplate SubscriptionNotFound { get; } = Template(404, "SubscriptionNotFound", CodeKnown,
        "The subscription '{0}' could not be found.");

    public static ErrorTemplate AuthenticationFailed { get; } = Template(401, "AuthenticationFailed", CodeKnown,
        "Authentication failed. The 'Authorization' header is missing.");

    public static ErrorTemplate InvalidAuthenticationToken { get; } =
        Template(401, "InvalidAuthenticationToken", CodeKnown,
        "The access token is invalid.");

    public static ErrorTemplate InvalidAuthenticationTokenAudience { get; } =
        Template(401, "InvalidAuthenticationTokenAudience", Quoted,
        "The access token has been obtained for wrong audience or resource '{0}'. It should exactly match with one of the "
        + "allowed audiences '{1}'.");

    public static ErrorTemplate ExpiredAuthenticationToken { get; } =
        Template(401, "ExpiredAuthenticationToken", CodeKnown,
        "The access token expiry UTC time '{0}' is earlier than current UTC time '{1}'.");

    // Azure/azure-sdk-for-net#49391, Azure/LogicAppsUX#9068.
    public static ErrorTemplate InvalidAuthenticationTokenTenant { get; } = Template(401, "InvalidAuthenticationTokenTenant", Quoted,
        "The access token is from the wrong issuer 'https://sts.windows.net/{0}/'. It must match the tenant "
        + "'https://sts.windows.net/{1}/' associated with this subscription. Please use the authority (URL) "
        + "'https://login.windows.net/{1}' to get the token. Note, if the subscription is transferred to another tenant there is no "
        + "impact to the services, but information about new tenant could take time to propagate (up to an hour). If you just "
        + "transferred your subscription and see this error message, please try back later.");

    public static ErrorTemplate AuxiliaryTokensInvalidApplicationIdentity { get; } =
        Template(401, "AuxiliaryTokensInvalidApplicationIdentity", Recorded,
        "Authentication failed for auxiliary token: 'The '{0}' auxiliary tokens are either not application token(s) or are from the "
        + "application(s) '{1}' which are different from the application of primary identity '{2}'.'");

    public static ErrorTemplate TooManyAuxiliaryTokens { get; } = Template(401, "InvalidAuxiliaryTokens", Chosen,
        "Authentication failed for auxiliary token: {0} auxiliary tokens were sent, and {1} are taken at most.");

    // Azure/azure-cli#16691, MicrosoftDocs/azure-docs#84291.
    public static ErrorTemplate LinkedTenantNotAuthorized { get; } = Template(403, "LinkedAuthorizationFailed", Quoted,
        "The client has permission to perform action '{0}' on scope '{1}', however the current tenant '{2}' is not authorized to "
        + "access linked subscription '{3}'.");

    public static ErrorTemplate AuthorizationFailed { get; } = Template(403, "AuthorizationFailed", CodeKnown,
        "The client '{0}' with object id '{1}' does not have authorization to perform action '{2}' over scope '{3}' "
        + "or the scope is invalid. If access was recently granted, please refresh your credentials.");

    // The wording of 2023 and later (quoted in meshcloud's likvid-cloudfoundation, in ARO and in azure-mpf); the one of 2019
    // named the action by its end alone (Azure/OpenShift#68).
    public static ErrorTemplate LinkedAuthorizationFailed { get; } = Template(403, "LinkedAuthorizationFailed", Quoted,
        "The client '{0}' with object id '{1}' has permission to perform action '{2}' on scope '{3}'; however, it "
        + "does not have permission to perform action(s) '{4}' on the linked scope(s) '{5}' (respectively) or the linked "
        + "scope(s) are invalid.");

    public static ErrorTemplate LinkedInvalidPropertyId { get; } = Template(400, "LinkedInvalidPropertyId", CodeKnown,
        "Property id '{0}' at path '{1}' is invalid. Expect fully qualified resource Id that start with "
        + "'/subscriptions/{{subscriptionId}}' or '/providers/{{resourceProviderNamespace}}/'.");

    public static ErrorTemplate ScopeLocked { get; } = Template(409, "ScopeLocked", CodeKnown,
        "The scope '{0}' cannot perform {1} operation because following scope(s) are locked: '{2}'. Please remove the "
        + "lock and try again.");

    public static ErrorTemplate LockNotFound { get; } = Template(404, "LockNotFound", CodeKnown,
        "The lock '{0}' could not be found.");

    public static ErrorTemplate RequestDisallowedByPolicy { get; } =
        Template(403, "RequestDisallowedByPolicy", Recorded,
        "Resource '{0}' was disallowed by policy. Reasons: '{1}'. See error details for policy resource IDs.");

    public static ErrorTemplate SubscriptionRequestsThrottled { get; } =
        Template(429, "SubscriptionRequestsThrottled", Quoted,
        "Number of '{0}' requests for subscription '{1}' actor '{2}' exceeded. Please try again after '{3}' seconds.");

    public static ErrorTemplate InvalidStatusUrl { get; } = Template(400, "InvalidOperationStatusUrl", Chosen,
        "The status URL '{0}' was not sent back as it was given out.");

    public static ErrorTemplate OperationNotFound { get; } = Template(404, "OperationNotFound", Chosen,
        "The operation '{0}' could not be found.");

    private static ErrorTemplate Template(int status, string code, Evidence evidence, string message) =>
        new(status, code, evidence, message) { ByFrontDoor = true };
}
