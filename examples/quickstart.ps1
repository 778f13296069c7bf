Get-Module -Name AzNetHelper
