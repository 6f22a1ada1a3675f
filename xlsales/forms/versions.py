"""The tables of each version of the standard workbooks; made by xlsales.derive.

How they are written: :mod:`xlsales.forms.former`.
"""

from collections.abc import Mapping

FORMS: Mapping[int, str] = {
    1: """\
masters/people|人员|People
 name|姓名|Name|text|General|person||
 initials|简码|Initials|code|@|person||
 roles|岗位|Roles|choices|General|person||
 active|在岗|Active|yes_no|General|person||
 check|校验结果|Check|text|General|macro||
masters/customers|客户|Customers
 code|客户编码|Code|code|@|person||
 name|客户名称|Customer|text|General|person||
 market|市场|Market|choice|General|person||
 address|送货地址|Delivery address|text|General|person||
 contact|联系人|Contact|text|General|person||
 phone|电话|Phone|code|@|person||
 tax_no|税号|Tax no.|code|@|person||
 credit_days|账期天数|Credit days|integer|0|person||
 visit_cycle_days|回访周期天数|Visit cycle days|integer|0|person||
 salesperson|销售员|Salesperson|text|@|person|people.name|
 active|有效|Active|yes_no|General|person||
 check|校验结果|Check|text|General|macro||
masters/products|产品|Products
 code|产品编码|Code|code|@|person||
 name|产品名称|Product|text|General|person||
 spec|规格|Spec|text|General|person||
 drawing_no|图号|Drawing no.|code|@|person||
 material|材质|Material|text|General|person||
 unit|单位|Unit|text|General|person||
 unit_weight_kg|单重kg|Unit weight kg|decimal|#,##0.######|person||
 supply|供应方式|Supply|choice|General|person||
 work_center|工作中心|Work centre|text|@|person|work_centers.name|
 post_days|后续工序天数|Post-forging days|integer|0|person||
 tax_rate|税率|Tax rate|percent|0.00%|person||
 guide_price|指导价|Guide price|price|#,##0.00##|person||
 floor_price|底价|Floor price|price|#,##0.00##|person||
 active|有效|Active|yes_no|General|person||
 check|校验结果|Check|text|General|macro||
masters/work_centers|工作中心|Work centers
 name|工作中心|Work centre|text|General|person||
 capacity_unit|产能单位|Capacity unit|text|General|person||
 daily_capacity|日产能|Daily capacity|decimal|#,##0.######|person||
 from_date|生效日期|From|date|yyyy-mm-dd|person||
 check|校验结果|Check|text|General|macro||
masters/calendar|日历|Calendar
 date|日期|Date|date|yyyy-mm-dd|person||
 kind|类别|Kind|choice|General|person||
 remark|备注|Remark|text|General|person||
 check|校验结果|Check|text|General|macro||
masters/settings|设置|Settings
 meaning|说明|Meaning|text|General|macro||
 value|值|Value|text|General|person||
 key|键|Key|text|General|person||
management/targets|目标|Targets
 period|期间|Period|period|@|person||
 subject|对象|Subject|text|@|person||
 indicator|指标|Indicator|choice|General|person||
 target|目标值|Target|money|#,##0.00|person||
 reason|调整原因|Reason|text|General|person||
 approved_by|批准人|Approved by|text|@|person|people.name|
 approved_on|批准日期|Approved on|date|yyyy-mm-dd|person||
 check|校验结果|Check|text|General|macro||
management/rules|扣分规则|Rules
 rule_no|序号|No.|integer|0|person||
 clause|条款|Clause|text|General|person||
 indicator|指标|Indicator|choice|General|person||
 kind|计分方式|Kind|choice|General|person||
 step_pct|每降百分点|Step %|decimal|#,##0.######|person||
 points|每档扣分|Points|decimal|#,##0.######|person||
 rounding|尾数|Rounding|choice|General|person||
 cap|扣分上限|Cap|decimal|#,##0.######|person||
 applies_to|适用对象|Applies to|choice|General|person||
 valid_from|启用日期|Valid from|date|yyyy-mm-dd|person||
 valid_to|停用日期|Valid to|date|yyyy-mm-dd|person||
 check|校验结果|Check|text|General|macro||
management/scoring|考核设置|Scoring
 meaning|说明|Meaning|text|General|macro||
 value|值|Value|text|General|person||
 key|键|Key|text|General|person||
management/costs|成本|Costs
 product|产品编码|Product|text|@|person|products.code|
 from_date|生效日期|From|date|yyyy-mm-dd|person||
 material_cost|材料成本|Material cost|price|#,##0.00##|person||
 unit_cost|单位成本|Unit cost|price|#,##0.00##|person||
 check|校验结果|Check|text|General|macro||
management/approvals|审批|Approvals
 order_no|承揽编号|Order no.|text|General|given||
 kind|事项|Matter|choice|General|given||
 salesperson|销售员|Salesperson|text|@|given||
 customer|客户|Customer|text|@|given||
 product_name|产品名称|Product name|text|General|given||
 amount|金额|Amount|money|#,##0.00|given||
 unit_price|含税单价|Unit price|price|#,##0.00##|given||
 floor_price|底价|Floor price|price|#,##0.00##|given||
 decision|结论|Decision|choice|General|person||
 decided_by|决定人|Decided by|text|@|person|people.name|
 decided_on|决定日期|Decided on|date|yyyy-mm-dd|person||
 opinion|意见|Opinion|text|General|person||
 order_hash|登记指纹|Order fingerprint|text|General|given||hidden
 check|校验结果|Check|text|General|macro||
management/rulings|投诉认定|Rulings
 complaint_no|投诉编号|Complaint no.|text|General|given||
 date|日期|Date|date|yyyy-mm-dd|given||
 customer|客户|Customer|text|@|given||
 salesperson|销售员|Salesperson|text|@|given||
 description|投诉内容|Description|text|General|given||
 reported_severity|上报程度|Reported severity|choice|General|given||
 severity|认定程度|Severity|choice|General|person||
 confirmed|成立|Confirmed|choice|General|person||
 decided_by|决定人|Decided by|text|@|person|people.name|
 decided_on|决定日期|Decided on|date|yyyy-mm-dd|person||
 opinion|意见|Opinion|text|General|person||
 check|校验结果|Check|text|General|macro||
management/branch_expenses|单位费用|Branch expenses
 date|日期|Date|date|yyyy-mm-dd|person||
 category|类别|Category|choice|General|person||
 amount|金额|Amount|money|#,##0.00|person||
 department|部门|Department|text|General|person||
 remark|备注|Remark|text|General|person||
 check|校验结果|Check|text|General|macro||
register/orders|承揽登记|Orders
 order_no|承揽编号|Order no.|text|General|given||
 status|状态|Status|status|General|macro||
 check|校验结果|Check|text|General|macro||
 order_date|登记日期|Order date|date|yyyy-mm-dd|person||
 salesperson|销售员|Salesperson|text|@|person|people.name|
 customer|客户|Customer|text|@|person|customers.name|
 market|市场|Market|choice|General|given||
 kind|业务类别|Kind|choice|General|person||
 product|产品编码|Product|text|@|person|products.code|
 product_name|产品名称|Product name|text|General|macro||
 spec|规格|Spec|text|General|macro||
 material|材质|Material|text|General|macro||
 unit|单位|Unit|text|General|macro||
 quantity|数量|Quantity|quantity|#,##0.###|person||
 unit_price|含税单价|Unit price|price|#,##0.00##|person||
 tax_rate|税率|Tax rate|percent|0.00%|given||
 amount|金额|Amount|money|#,##0.00|macro||
 required_date|要求交期|Required date|date|yyyy-mm-dd|person||
 plan_type|计划类别|Plan type|choice|General|person||
 customer_wish|客户要求|Customer wish|text|General|person||
 contract_no|合同编号|Contract no.|code|@|person||
 review|合同评审|Review|choice|General|macro||
 price_approval|特价批准|Price approval|choice|General|macro||
 remark|备注|Remark|text|General|person||
 cancelled_on|取消日期|Cancelled on|date|yyyy-mm-dd|person||
 cancel_reason|取消原因|Cancel reason|text|General|person||
 submitted_at|上报时间|Submitted at|datetime|yyyy-mm-dd hh:mm|given||
 plan_no|计划号|Plan no.|text|General|macro||
 completion_date|完成时间|Completion date|date|yyyy-mm-dd|macro||
 accepted_qty|入库数量|Accepted|quantity|#,##0.###|macro||
 delivered_qty|送货数量|Delivered|quantity|#,##0.###|macro||
 paid_amount|回款金额|Paid|money|#,##0.00|macro||
register/market_notes|市场信息|Market notes
 date|日期|Date|date|yyyy-mm-dd|person||
 source|来源|Source|text|General|person||
 party|客户或同行|Customer or competitor|text|@|person||
 topic|主题|Topic|choice|General|person||
 note|内容|Note|text|General|person||
 action|措施|Action|text|General|person||
 reported_to|反馈给|Reported to|text|@|person|people.name|
 reported_on|反馈日期|Reported on|date|yyyy-mm-dd|person||
 check|校验结果|Check|text|General|macro||
register/prospects|意向|Prospects
 date|日期|Date|date|yyyy-mm-dd|person||
 customer|客户|Customer|text|@|person||
 product|产品|Product|text|@|person||
 expected_amount|预计金额|Expected amount|money|#,##0.00|person||
 probability|把握|Probability|percent|0.00%|person||
 expected_month|预计签约月|Expected month|month|@|person||
 outcome|结果|Outcome|choice|General|person||
 order_no|承揽编号|Order no.|text|General|person||
 remark|备注|Remark|text|General|person||
 check|校验结果|Check|text|General|macro||
register/expenses|费用|Expenses
 date|日期|Date|date|yyyy-mm-dd|person||
 salesperson|销售员|Salesperson|text|@|person|people.name|
 category|类别|Category|choice|General|person||
 amount|金额|Amount|money|#,##0.00|person||
 department|部门|Department|text|General|person||
 customer|客户|Customer|text|@|person|customers.name|
 remark|备注|Remark|text|General|person||
 check|校验结果|Check|text|General|macro||
plan/plan_lines|计划明细|Plan lines
 plan_no|计划号|Plan no.|text|General|given||
 line_no|行号|Line|integer|0|given||
 status|状态|Status|status|General|macro||
 check|校验结果|Check|text|General|macro||
 plan_type|计划类别|Plan type|choice|General|given||
 order_no|承揽编号|Order no.|text|General|given||
 order_date|登记日期|Order date|date|yyyy-mm-dd|given||
 kind|业务类别|Kind|choice|General|given||
 salesperson|销售员|Salesperson|text|@|given||
 submitted_at|上报时间|Submitted at|datetime|yyyy-mm-dd hh:mm|given||
 customer|客户|Customer|text|@|given||
 product|产品编码|Product|text|@|given||
 product_name|产品名称|Product name|text|General|given||
 spec|规格|Spec|text|General|given||
 material|材质|Material|text|General|given||
 unit|单位|Unit|text|General|given||
 quantity|数量|Quantity|quantity|#,##0.###|given||
 unit_price|含税单价|Unit price|price|#,##0.00##|given||
 required_date|要求交期|Required date|date|yyyy-mm-dd|given||
 customer_wish|客户要求|Customer wish|text|General|given||
 work_center|工作中心|Work centre|text|@|person|work_centers.name|
 start_date|开工日期|Start|date|yyyy-mm-dd|given||
 completion_date|完成时间|Completion date|date|yyyy-mm-dd|given||
 fixed_date|指定完成时间|Fixed completion|date|yyyy-mm-dd|person||
 late_days|延期天数|Late days|integer|0|macro||
 issued_on|下达日期|Issued on|date|yyyy-mm-dd|given||
 revision|版次|Revision|text|General|given||
 returned_reason|退回原因|Return reason|text|General|person||
 order_hash|登记指纹|Order fingerprint|text|General|given||hidden
 remark|备注|Remark|text|General|person||
plan/load|负荷|Load
 work_center|工作中心|Work centre|text|@|macro||
 week|周|Week|text|General|macro||
 capacity|产能|Capacity|decimal|#,##0.######|macro||
 planned|已排|Planned|decimal|#,##0.######|macro||
 free|剩余|Free|decimal|#,##0.######|macro||
 load_pct|负荷率|Load %|percent|0.00%|macro||
plan/trade_requests|外购需求|Trade requests
 request_no|需求号|Request no.|text|General|given||
 check|校验结果|Check|text|General|macro||
 order_no|承揽编号|Order no.|text|General|given||
 order_date|登记日期|Order date|date|yyyy-mm-dd|given||
 salesperson|销售员|Salesperson|text|@|given||
 submitted_at|上报时间|Submitted at|datetime|yyyy-mm-dd hh:mm|given||
 customer|客户|Customer|text|@|given||
 product|产品编码|Product|text|@|given||
 product_name|产品名称|Product name|text|General|given||
 quantity|数量|Quantity|quantity|#,##0.###|given||
 required_date|要求交期|Required date|date|yyyy-mm-dd|given||
 requested_on|上报日期|Requested on|date|yyyy-mm-dd|given||
 price_quoted|报价|Quoted price|price|#,##0.00##|person||
 arrival_promised|承诺到货|Arrival promised|date|yyyy-mm-dd|person||
 arrived_qty|到货数量|Arrived|quantity|#,##0.###|macro||
 order_hash|登记指纹|Order fingerprint|text|General|given||hidden
 remark|备注|Remark|text|General|person||
 returned_reason|退回原因|Return reason|text|General|person||
progress/progress|生产进度|Progress
 date|日期|Date|date|yyyy-mm-dd|person||
 order_no|承揽编号|Order no.|text|General|person||
 stage|工序|Stage|choice|General|person||
 qty_done|完成数量|Quantity done|quantity|#,##0.###|person||
 problem|问题|Problem|text|General|person||
 customer_feedback|客户意见|Customer feedback|text|General|person||
 action|措施|Action|text|General|person||
 check|校验结果|Check|text|General|macro||
warehouse/receipts|入库|Receipts
 receipt_no|入库单号|Receipt no.|text|General|given||
 date|日期|Date|date|yyyy-mm-dd|person||
 order_no|承揽编号|Order no.|text|General|person||
 product|产品编码|Product|text|@|person|products.code|
 accepted_qty|合格数量|Accepted|quantity|#,##0.###|person||
 rejected_qty|不合格数量|Rejected|quantity|#,##0.###|person||
 heat_no|炉号|Heat no.|code|@|person||
 certificate_no|合格证号|Certificate no.|code|@|person||
 inspector|检验员|Inspector|text|@|person||
 remark|备注|Remark|text|General|person||
 check|校验结果|Check|text|General|macro||
warehouse/outbound|出库|Outbound
 note_no|送货单号|Note no.|text|General|person||
 date|出库日期|Date|date|yyyy-mm-dd|person||
 keeper|库管员|Keeper|text|@|person|people.name|
 copy_returned_on|回单日期|Copy returned on|date|yyyy-mm-dd|person||
 remark|备注|Remark|text|General|person||
 check|校验结果|Check|text|General|macro||
warehouse/stock|库存|Stock
 order_no|承揽编号|Order no.|text|General|macro||
 product|产品编码|Product|text|@|macro||
 product_name|产品名称|Product name|text|General|macro||
 customer|客户|Customer|text|@|macro||
 accepted|累计入库|Accepted|quantity|#,##0.###|macro||
 delivered|累计送货|Delivered|quantity|#,##0.###|macro||
 on_hand|库存|On hand|quantity|#,##0.###|macro||
 age_days|库龄天数|Age days|integer|0|macro||
delivery/deliveries|送货|Deliveries
 note_no|送货单号|Note no.|text|General|given||
 line_no|行号|Line|integer|0|given||
 check|校验结果|Check|text|General|macro||
 date|送货日期|Date|date|yyyy-mm-dd|person||
 order_no|承揽编号|Order no.|text|General|person||
 customer|客户|Customer|text|@|macro||
 product_name|产品名称|Product name|text|General|macro||
 quantity|数量|Quantity|quantity|#,##0.###|person||
 return_of|退自送货单|Return of note|text|General|person||
 unit_price|含税单价|Unit price|price|#,##0.00##|given||
 tax_rate|税率|Tax rate|percent|0.00%|given||
 amount|金额|Amount|money|#,##0.00|macro||
 address|送货地址|Delivery address|text|General|person||
 heat_nos|炉号|Heat nos.|text|General|person||
 carrier|承运人|Carrier|text|General|person||
 vehicle|车号|Vehicle|code|@|person||
 receiver|收货人|Receiver|text|General|person||
 signed_on|签收日期|Signed on|date|yyyy-mm-dd|person||
 signed_qty|签收数量|Signed quantity|quantity|#,##0.###|person||
 return_reason|退货原因|Return reason|text|General|person||
 disposition|退货处置|Disposition|choice|General|person||
 remark|备注|Remark|text|General|person||
tracking/cards|跟踪卡|Cards
 card_no|卡号|Card no.|text|General|given||
 check|校验结果|Check|text|General|macro||
 note_no|送货单号|Note no.|text|General|person||
 customer|客户|Customer|text|@|person|customers.name|
 products|产品|Products|text|General|macro||
 heat_nos|炉号|Heat nos.|text|General|macro||
 delivered_qty|送货数量|Delivered|quantity|#,##0.###|macro||
 visit_date|回访日期|Visit date|date|yyyy-mm-dd|person||
 visitor|回访人|Visitor|text|@|person|people.name|
 method|方式|Method|choice|General|person||
 usage|使用情况|Usage|text|General|person||
 quality|质量评价|Quality|choice|General|person||
 satisfaction|满意度|Satisfaction|integer|0|person||
 service_satisfaction|服务满意度|Service satisfaction|integer|0|person||
 opinion|客户意见|Opinion|text|General|person||
 next_visit|下次回访|Next visit|date|yyyy-mm-dd|macro||
tracking/complaints|投诉|Complaints
 complaint_no|投诉编号|Complaint no.|text|General|given||
 check|校验结果|Check|text|General|macro||
 date|日期|Date|date|yyyy-mm-dd|person||
 customer|客户|Customer|text|@|person|customers.name|
 note_no|送货单号|Note no.|text|General|person||
 order_no|承揽编号|Order no.|text|General|person||
 heat_no|炉号|Heat no.|code|@|person||
 defect_qty|不良数量|Defective quantity|quantity|#,##0.###|person||
 salesperson|销售员|Salesperson|text|@|person|people.name|
 severity|程度|Severity|choice|General|person||
 confirmed|成立|Confirmed|choice|General|macro||
 description|投诉内容|Description|text|General|person||
 cause|原因|Cause|text|General|person||
 action|处理措施|Action|text|General|person||
 owner|责任人|Owner|text|@|person|people.name|
 responsible_unit|责任部门|Responsible unit|text|General|person||
 due_date|限期|Due|date|yyyy-mm-dd|person||
 closed_on|关闭日期|Closed on|date|yyyy-mm-dd|person||
 result|结果|Result|text|General|person||
tracking/visits_due|回访提醒|Visits due
 customer|客户|Customer|text|@|macro||
 salesperson|销售员|Salesperson|text|@|macro||
 last_visit|上次回访|Last visit|date|yyyy-mm-dd|macro||
 due_on|应访日期|Due|date|yyyy-mm-dd|macro||
 overdue_days|逾期天数|Overdue days|integer|0|macro||
collection/invoices|发票|Invoices
 invoice_no|发票号|Invoice no.|code|@|person||
 date|开票日期|Date|date|yyyy-mm-dd|person||
 customer|客户|Customer|text|@|person|customers.name|
 amount|金额|Amount|money|#,##0.00|person||
 due_date|到期日|Due date|date|yyyy-mm-dd|given||
 agreed_due_date|约定到期日|Agreed due date|date|yyyy-mm-dd|person||
 remark|备注|Remark|text|General|person||
 check|校验结果|Check|text|General|macro||
collection/invoice_lines|发票明细|Invoice lines
 invoice_no|发票号|Invoice no.|code|@|person||
 note_no|送货单号|Note no.|text|General|person||
 order_no|承揽编号|Order no.|text|General|person||
 amount|金额|Amount|money|#,##0.00|person||
 check|校验结果|Check|text|General|macro||
collection/payments|回款|Payments
 payment_no|回款编号|Payment no.|text|General|given||
 check|校验结果|Check|text|General|macro||
 date|回款日期|Date|date|yyyy-mm-dd|person||
 customer|客户|Customer|text|@|person|customers.name|
 invoice_no|发票号|Invoice no.|code|@|person||
 amount|金额|Amount|money|#,##0.00|person||
 method|方式|Method|choice|General|person||
 draft_no|票据号|Draft no.|code|@|person||
 draft_due|票据到期日|Draft due|date|yyyy-mm-dd|person||
 salesperson|销售员|Salesperson|text|@|macro||
 verified|财务核准|Verified|yes_no|General|person||
 verified_by|核准人|Verified by|text|@|person|people.name|
 verified_on|核准日期|Verified on|date|yyyy-mm-dd|person||
 remark|备注|Remark|text|General|person||
collection/ageing|账龄|Ageing
 customer|客户|Customer|text|@|macro||
 not_due|未到期|Not due|money|#,##0.00|macro||
 d1_30|1-30天|1-30|money|#,##0.00|macro||
 d31_60|31-60天|31-60|money|#,##0.00|macro||
 d61_90|61-90天|61-90|money|#,##0.00|macro||
 d91_180|91-180天|91-180|money|#,##0.00|macro||
 d181_365|181-365天|181-365|money|#,##0.00|macro||
 over_365|365天以上|Over 365|money|#,##0.00|macro||
 on_account|预收|On account|money|#,##0.00|macro||
 total|合计|Total|money|#,##0.00|macro||
""",
    2: """\
masters/people|人员|People
 name|姓名|Name|text|General|person||
 initials|简码|Initials|code|@|person||
 roles|岗位|Roles|choices|General|person||
 active|在岗|Active|yes_no|General|person||
 check|校验结果|Check|text|General|macro||
masters/customers|客户|Customers
 code|客户编码|Code|code|@|person||
 name|客户名称|Customer|text|General|person||
 market|市场|Market|choice|General|person||
 address|送货地址|Delivery address|text|General|person||
 contact|联系人|Contact|text|General|person||
 phone|电话|Phone|code|@|person||
 tax_no|税号|Tax no.|code|@|person||
 credit_days|账期天数|Credit days|integer|0|person||
 visit_cycle_days|回访周期天数|Visit cycle days|integer|0|person||
 salesperson|销售员|Salesperson|text|@|person|people.name|
 active|有效|Active|yes_no|General|person||
 check|校验结果|Check|text|General|macro||
masters/products|产品|Products
 code|产品编码|Code|code|@|person||
 name|产品名称|Product|text|General|person||
 spec|规格|Spec|text|General|person||
 drawing_no|图号|Drawing no.|code|@|person||
 material|材质|Material|text|General|person||
 unit|单位|Unit|text|General|person||
 unit_weight_kg|单重kg|Unit weight kg|decimal|#,##0.######|person||
 supply|供应方式|Supply|choice|General|person||
 work_center|工作中心|Work centre|text|@|person|work_centers.name|
 post_days|后续工序天数|Post-forging days|integer|0|person||
 tax_rate|税率|Tax rate|percent|0.00%|person||
 guide_price|指导价|Guide price|price|#,##0.00##|person||
 floor_price|底价|Floor price|price|#,##0.00##|person||
 active|有效|Active|yes_no|General|person||
 check|校验结果|Check|text|General|macro||
masters/work_centers|工作中心|Work centers
 name|工作中心|Work centre|text|General|person||
 capacity_unit|产能单位|Capacity unit|text|General|person||
 daily_capacity|日产能|Daily capacity|decimal|#,##0.######|person||
 from_date|生效日期|From|date|yyyy-mm-dd|person||
 check|校验结果|Check|text|General|macro||
masters/calendar|日历|Calendar
 date|日期|Date|date|yyyy-mm-dd|person||
 kind|类别|Kind|choice|General|person||
 remark|备注|Remark|text|General|person||
 check|校验结果|Check|text|General|macro||
masters/settings|设置|Settings
 meaning|说明|Meaning|text|General|macro||
 value|值|Value|text|General|person||
 key|键|Key|text|General|person||
management/targets|目标|Targets
 period|期间|Period|period|@|person||
 subject|对象|Subject|text|@|person||
 indicator|指标|Indicator|choice|General|person||
 target|目标值|Target|money|#,##0.00|person||
 reason|调整原因|Reason|text|General|person||
 approved_by|批准人|Approved by|text|@|person|people.name|
 approved_on|批准日期|Approved on|date|yyyy-mm-dd|person||
 check|校验结果|Check|text|General|macro||
management/rules|扣分规则|Rules
 rule_no|序号|No.|integer|0|person||
 clause|条款|Clause|text|General|person||
 indicator|指标|Indicator|choice|General|person||
 kind|计分方式|Kind|choice|General|person||
 step_pct|每降百分点|Step %|decimal|#,##0.######|person||
 points|每档扣分|Points|decimal|#,##0.######|person||
 rounding|尾数|Rounding|choice|General|person||
 cap|扣分上限|Cap|decimal|#,##0.######|person||
 applies_to|适用对象|Applies to|choice|General|person||
 valid_from|启用日期|Valid from|date|yyyy-mm-dd|person||
 valid_to|停用日期|Valid to|date|yyyy-mm-dd|person||
 check|校验结果|Check|text|General|macro||
management/scoring|考核设置|Scoring
 meaning|说明|Meaning|text|General|macro||
 value|值|Value|text|General|person||
 key|键|Key|text|General|person||
management/costs|成本|Costs
 product|产品编码|Product|text|@|person|products.code|
 from_date|生效日期|From|date|yyyy-mm-dd|person||
 material_cost|材料成本|Material cost|price|#,##0.00##|person||
 unit_cost|单位成本|Unit cost|price|#,##0.00##|person||
 check|校验结果|Check|text|General|macro||
management/approvals|审批|Approvals
 order_no|承揽编号|Order no.|text|General|given||
 kind|事项|Matter|choice|General|given||
 salesperson|销售员|Salesperson|text|@|given||
 customer|客户|Customer|text|@|given||
 product_name|产品名称|Product name|text|General|given||
 amount|金额|Amount|money|#,##0.00|given||
 unit_price|含税单价|Unit price|price|#,##0.00##|given||
 floor_price|底价|Floor price|price|#,##0.00##|given||
 decision|结论|Decision|choice|General|person||
 decided_by|决定人|Decided by|text|@|person|people.name|
 decided_on|决定日期|Decided on|date|yyyy-mm-dd|person||
 opinion|意见|Opinion|text|General|person||
 order_hash|登记指纹|Order fingerprint|text|General|given||hidden
 check|校验结果|Check|text|General|macro||
management/rulings|投诉认定|Rulings
 complaint_no|投诉编号|Complaint no.|text|General|given||
 date|日期|Date|date|yyyy-mm-dd|given||
 customer|客户|Customer|text|@|given||
 salesperson|销售员|Salesperson|text|@|given||
 description|投诉内容|Description|text|General|given||
 reported_severity|上报程度|Reported severity|choice|General|given||
 severity|认定程度|Severity|choice|General|person||
 confirmed|成立|Confirmed|choice|General|person||
 decided_by|决定人|Decided by|text|@|person|people.name|
 decided_on|决定日期|Decided on|date|yyyy-mm-dd|person||
 opinion|意见|Opinion|text|General|person||
 check|校验结果|Check|text|General|macro||
management/branch_expenses|单位费用|Branch expenses
 date|日期|Date|date|yyyy-mm-dd|person||
 category|类别|Category|choice|General|person||
 amount|金额|Amount|money|#,##0.00|person||
 department|部门|Department|text|General|person||
 remark|备注|Remark|text|General|person||
 check|校验结果|Check|text|General|macro||
register/orders|承揽登记|Orders
 order_no|承揽编号|Order no.|text|General|given||
 status|状态|Status|status|General|macro||
 check|校验结果|Check|text|General|macro||
 order_date|登记日期|Order date|date|yyyy-mm-dd|person||
 salesperson|销售员|Salesperson|text|@|person|people.name|
 customer|客户|Customer|text|@|person|customers.name|
 market|市场|Market|choice|General|given||
 kind|业务类别|Kind|choice|General|person||
 product|产品编码|Product|text|@|person|products.code|
 product_name|产品名称|Product name|text|General|macro||
 spec|规格|Spec|text|General|macro||
 material|材质|Material|text|General|macro||
 unit|单位|Unit|text|General|macro||
 quantity|数量|Quantity|quantity|#,##0.###|person||
 unit_price|含税单价|Unit price|price|#,##0.00##|person||
 tax_rate|税率|Tax rate|percent|0.00%|given||
 amount|金额|Amount|money|#,##0.00|macro||
 required_date|要求交期|Required date|date|yyyy-mm-dd|person||
 plan_type|计划类别|Plan type|choice|General|person||
 customer_wish|客户要求|Customer wish|text|General|person||
 contract_no|合同编号|Contract no.|code|@|person||
 review|合同评审|Review|choice|General|macro||
 price_approval|特价批准|Price approval|choice|General|macro||
 remark|备注|Remark|text|General|person||
 cancelled_on|取消日期|Cancelled on|date|yyyy-mm-dd|person||
 cancel_reason|取消原因|Cancel reason|text|General|person||
 submitted_at|上报时间|Submitted at|datetime|yyyy-mm-dd hh:mm|given||
 plan_no|计划号|Plan no.|text|General|macro||
 completion_date|完成时间|Completion date|date|yyyy-mm-dd|macro||
 accepted_qty|入库数量|Accepted|quantity|#,##0.###|macro||
 delivered_qty|送货数量|Delivered|quantity|#,##0.###|macro||
 paid_amount|回款金额|Paid|money|#,##0.00|macro||
register/market_notes|市场信息|Market notes
 date|日期|Date|date|yyyy-mm-dd|person||
 source|来源|Source|text|General|person||
 party|客户或同行|Customer or competitor|text|@|person||
 topic|主题|Topic|choice|General|person||
 note|内容|Note|text|General|person||
 action|措施|Action|text|General|person||
 reported_to|反馈给|Reported to|text|@|person|people.name|
 reported_on|反馈日期|Reported on|date|yyyy-mm-dd|person||
 check|校验结果|Check|text|General|macro||
register/prospects|意向|Prospects
 date|日期|Date|date|yyyy-mm-dd|person||
 customer|客户|Customer|text|@|person||
 product|产品|Product|text|@|person||
 expected_amount|预计金额|Expected amount|money|#,##0.00|person||
 probability|把握|Probability|percent|0.00%|person||
 expected_month|预计签约月|Expected month|month|@|person||
 outcome|结果|Outcome|choice|General|person||
 order_no|承揽编号|Order no.|text|General|person||
 remark|备注|Remark|text|General|person||
 check|校验结果|Check|text|General|macro||
register/expenses|费用|Expenses
 date|日期|Date|date|yyyy-mm-dd|person||
 salesperson|销售员|Salesperson|text|@|person|people.name|
 category|类别|Category|choice|General|person||
 amount|金额|Amount|money|#,##0.00|person||
 department|部门|Department|text|General|person||
 customer|客户|Customer|text|@|person|customers.name|
 remark|备注|Remark|text|General|person||
 check|校验结果|Check|text|General|macro||
plan/plan_lines|计划明细|Plan lines
 plan_no|计划号|Plan no.|text|General|given||
 line_no|行号|Line|integer|0|given||
 status|状态|Status|status|General|macro||
 check|校验结果|Check|text|General|macro||
 plan_type|计划类别|Plan type|choice|General|given||
 order_no|承揽编号|Order no.|text|General|given||
 order_date|登记日期|Order date|date|yyyy-mm-dd|given||
 kind|业务类别|Kind|choice|General|given||
 salesperson|销售员|Salesperson|text|@|given||
 submitted_at|上报时间|Submitted at|datetime|yyyy-mm-dd hh:mm|given||
 customer|客户|Customer|text|@|given||
 product|产品编码|Product|text|@|given||
 product_name|产品名称|Product name|text|General|given||
 spec|规格|Spec|text|General|given||
 material|材质|Material|text|General|given||
 unit|单位|Unit|text|General|given||
 quantity|数量|Quantity|quantity|#,##0.###|given||
 unit_price|含税单价|Unit price|price|#,##0.00##|given||
 required_date|要求交期|Required date|date|yyyy-mm-dd|given||
 customer_wish|客户要求|Customer wish|text|General|given||
 work_center|工作中心|Work centre|text|@|person|work_centers.name|
 start_date|开工日期|Start|date|yyyy-mm-dd|given||
 completion_date|完成时间|Completion date|date|yyyy-mm-dd|given||
 fixed_date|指定完成时间|Fixed completion|date|yyyy-mm-dd|person||
 late_days|延期天数|Late days|integer|0|macro||
 issued_on|下达日期|Issued on|date|yyyy-mm-dd|given||
 revision|版次|Revision|text|General|given||
 returned_reason|退回原因|Return reason|text|General|person||
 order_hash|登记指纹|Order fingerprint|text|General|given||hidden
 remark|备注|Remark|text|General|person||
plan/load|负荷|Load
 work_center|工作中心|Work centre|text|@|macro||
 week|周|Week|text|General|macro||
 capacity|产能|Capacity|decimal|#,##0.######|macro||
 planned|已排|Planned|decimal|#,##0.######|macro||
 free|剩余|Free|decimal|#,##0.######|macro||
 load_pct|负荷率|Load %|percent|0.00%|macro||
 dates|起止日期|Dates|text|General|macro||
 unit|单位|Unit|text|General|macro||
plan/load_chart|负荷图|Load chart
 bar|序号|No.|integer|0|macro||
 work_center|工作中心|Work centre|text|@|macro||
 unit|单位|Unit|text|General|macro||
 caption|图名|Caption|text|General|macro||
 dates|起止日期|Dates|text|General|macro||
 planned|已排|Planned|decimal|#,##0.######|macro||
 capacity|产能|Capacity|decimal|#,##0.######|macro||
plan/trade_requests|外购需求|Trade requests
 request_no|需求号|Request no.|text|General|given||
 check|校验结果|Check|text|General|macro||
 order_no|承揽编号|Order no.|text|General|given||
 order_date|登记日期|Order date|date|yyyy-mm-dd|given||
 salesperson|销售员|Salesperson|text|@|given||
 submitted_at|上报时间|Submitted at|datetime|yyyy-mm-dd hh:mm|given||
 customer|客户|Customer|text|@|given||
 product|产品编码|Product|text|@|given||
 product_name|产品名称|Product name|text|General|given||
 quantity|数量|Quantity|quantity|#,##0.###|given||
 required_date|要求交期|Required date|date|yyyy-mm-dd|given||
 requested_on|上报日期|Requested on|date|yyyy-mm-dd|given||
 price_quoted|报价|Quoted price|price|#,##0.00##|person||
 arrival_promised|承诺到货|Arrival promised|date|yyyy-mm-dd|person||
 arrived_qty|到货数量|Arrived|quantity|#,##0.###|macro||
 order_hash|登记指纹|Order fingerprint|text|General|given||hidden
 remark|备注|Remark|text|General|person||
 returned_reason|退回原因|Return reason|text|General|person||
progress/progress|生产进度|Progress
 date|日期|Date|date|yyyy-mm-dd|person||
 order_no|承揽编号|Order no.|text|General|person||
 stage|工序|Stage|choice|General|person||
 qty_done|完成数量|Quantity done|quantity|#,##0.###|person||
 problem|问题|Problem|text|General|person||
 customer_feedback|客户意见|Customer feedback|text|General|person||
 action|措施|Action|text|General|person||
 check|校验结果|Check|text|General|macro||
warehouse/receipts|入库|Receipts
 receipt_no|入库单号|Receipt no.|text|General|given||
 date|日期|Date|date|yyyy-mm-dd|person||
 order_no|承揽编号|Order no.|text|General|person||
 product|产品编码|Product|text|@|person|products.code|
 accepted_qty|合格数量|Accepted|quantity|#,##0.###|person||
 rejected_qty|不合格数量|Rejected|quantity|#,##0.###|person||
 heat_no|炉号|Heat no.|code|@|person||
 certificate_no|合格证号|Certificate no.|code|@|person||
 inspector|检验员|Inspector|text|@|person||
 remark|备注|Remark|text|General|person||
 check|校验结果|Check|text|General|macro||
warehouse/outbound|出库|Outbound
 note_no|送货单号|Note no.|text|General|person||
 date|出库日期|Date|date|yyyy-mm-dd|person||
 keeper|库管员|Keeper|text|@|person|people.name|
 copy_returned_on|回单日期|Copy returned on|date|yyyy-mm-dd|person||
 remark|备注|Remark|text|General|person||
 check|校验结果|Check|text|General|macro||
warehouse/stock|库存|Stock
 order_no|承揽编号|Order no.|text|General|macro||
 product|产品编码|Product|text|@|macro||
 product_name|产品名称|Product name|text|General|macro||
 customer|客户|Customer|text|@|macro||
 accepted|累计入库|Accepted|quantity|#,##0.###|macro||
 delivered|累计送货|Delivered|quantity|#,##0.###|macro||
 on_hand|库存|On hand|quantity|#,##0.###|macro||
 age_days|库龄天数|Age days|integer|0|macro||
delivery/deliveries|送货|Deliveries
 note_no|送货单号|Note no.|text|General|given||
 line_no|行号|Line|integer|0|given||
 check|校验结果|Check|text|General|macro||
 date|送货日期|Date|date|yyyy-mm-dd|person||
 order_no|承揽编号|Order no.|text|General|person||
 customer|客户|Customer|text|@|macro||
 product_name|产品名称|Product name|text|General|macro||
 quantity|数量|Quantity|quantity|#,##0.###|person||
 return_of|退自送货单|Return of note|text|General|person||
 unit_price|含税单价|Unit price|price|#,##0.00##|given||
 tax_rate|税率|Tax rate|percent|0.00%|given||
 amount|金额|Amount|money|#,##0.00|macro||
 address|送货地址|Delivery address|text|General|person||
 heat_nos|炉号|Heat nos.|text|General|person||
 carrier|承运人|Carrier|text|General|person||
 vehicle|车号|Vehicle|code|@|person||
 receiver|收货人|Receiver|text|General|person||
 signed_on|签收日期|Signed on|date|yyyy-mm-dd|person||
 signed_qty|签收数量|Signed quantity|quantity|#,##0.###|person||
 return_reason|退货原因|Return reason|text|General|person||
 disposition|退货处置|Disposition|choice|General|person||
 remark|备注|Remark|text|General|person||
tracking/cards|跟踪卡|Cards
 card_no|卡号|Card no.|text|General|given||
 check|校验结果|Check|text|General|macro||
 note_no|送货单号|Note no.|text|General|person||
 customer|客户|Customer|text|@|person|customers.name|
 products|产品|Products|text|General|macro||
 heat_nos|炉号|Heat nos.|text|General|macro||
 delivered_qty|送货数量|Delivered|quantity|#,##0.###|macro||
 visit_date|回访日期|Visit date|date|yyyy-mm-dd|person||
 visitor|回访人|Visitor|text|@|person|people.name|
 method|方式|Method|choice|General|person||
 usage|使用情况|Usage|text|General|person||
 quality|质量评价|Quality|choice|General|person||
 satisfaction|满意度|Satisfaction|integer|0|person||
 service_satisfaction|服务满意度|Service satisfaction|integer|0|person||
 opinion|客户意见|Opinion|text|General|person||
 next_visit|下次回访|Next visit|date|yyyy-mm-dd|macro||
tracking/complaints|投诉|Complaints
 complaint_no|投诉编号|Complaint no.|text|General|given||
 check|校验结果|Check|text|General|macro||
 date|日期|Date|date|yyyy-mm-dd|person||
 customer|客户|Customer|text|@|person|customers.name|
 note_no|送货单号|Note no.|text|General|person||
 order_no|承揽编号|Order no.|text|General|person||
 heat_no|炉号|Heat no.|code|@|person||
 defect_qty|不良数量|Defective quantity|quantity|#,##0.###|person||
 salesperson|销售员|Salesperson|text|@|person|people.name|
 severity|程度|Severity|choice|General|person||
 confirmed|成立|Confirmed|choice|General|macro||
 description|投诉内容|Description|text|General|person||
 cause|原因|Cause|text|General|person||
 action|处理措施|Action|text|General|person||
 owner|责任人|Owner|text|@|person|people.name|
 responsible_unit|责任部门|Responsible unit|text|General|person||
 due_date|限期|Due|date|yyyy-mm-dd|person||
 closed_on|关闭日期|Closed on|date|yyyy-mm-dd|person||
 result|结果|Result|text|General|person||
tracking/visits_due|回访提醒|Visits due
 customer|客户|Customer|text|@|macro||
 salesperson|销售员|Salesperson|text|@|macro||
 last_visit|上次回访|Last visit|date|yyyy-mm-dd|macro||
 due_on|应访日期|Due|date|yyyy-mm-dd|macro||
 overdue_days|逾期天数|Overdue days|integer|0|macro||
collection/invoices|发票|Invoices
 invoice_no|发票号|Invoice no.|code|@|person||
 date|开票日期|Date|date|yyyy-mm-dd|person||
 customer|客户|Customer|text|@|person|customers.name|
 amount|金额|Amount|money|#,##0.00|person||
 due_date|到期日|Due date|date|yyyy-mm-dd|given||
 agreed_due_date|约定到期日|Agreed due date|date|yyyy-mm-dd|person||
 remark|备注|Remark|text|General|person||
 check|校验结果|Check|text|General|macro||
collection/invoice_lines|发票明细|Invoice lines
 invoice_no|发票号|Invoice no.|code|@|person||
 note_no|送货单号|Note no.|text|General|person||
 order_no|承揽编号|Order no.|text|General|person||
 amount|金额|Amount|money|#,##0.00|person||
 check|校验结果|Check|text|General|macro||
collection/payments|回款|Payments
 payment_no|回款编号|Payment no.|text|General|given||
 check|校验结果|Check|text|General|macro||
 date|回款日期|Date|date|yyyy-mm-dd|person||
 customer|客户|Customer|text|@|person|customers.name|
 invoice_no|发票号|Invoice no.|code|@|person||
 amount|金额|Amount|money|#,##0.00|person||
 method|方式|Method|choice|General|person||
 draft_no|票据号|Draft no.|code|@|person||
 draft_due|票据到期日|Draft due|date|yyyy-mm-dd|person||
 salesperson|销售员|Salesperson|text|@|macro||
 verified|财务核准|Verified|yes_no|General|person||
 verified_by|核准人|Verified by|text|@|person|people.name|
 verified_on|核准日期|Verified on|date|yyyy-mm-dd|person||
 remark|备注|Remark|text|General|person||
collection/ageing|账龄|Ageing
 customer|客户|Customer|text|@|macro||
 not_due|未到期|Not due|money|#,##0.00|macro||
 d1_30|1-30天|1-30|money|#,##0.00|macro||
 d31_60|31-60天|31-60|money|#,##0.00|macro||
 d61_90|61-90天|61-90|money|#,##0.00|macro||
 d91_180|91-180天|91-180|money|#,##0.00|macro||
 d181_365|181-365天|181-365|money|#,##0.00|macro||
 over_365|365天以上|Over 365|money|#,##0.00|macro||
 on_account|预收|On account|money|#,##0.00|macro||
 total|合计|Total|money|#,##0.00|macro||
""",
    3: """\
masters/people|人员|People
 name|姓名|Name|text|@|person||
 initials|简码|Initials|code|@|person||
 roles|岗位|Roles|choices|General|person||
 active|在岗|Active|yes_no|General|person||
 check|校验结果|Check|text|General|macro||
masters/customers|客户|Customers
 code|客户编码|Code|code|@|person||
 name|客户名称|Customer|text|@|person||
 market|市场|Market|choice|General|person||
 address|送货地址|Delivery address|text|General|person||
 contact|联系人|Contact|text|General|person||
 phone|电话|Phone|code|@|person||
 tax_no|税号|Tax no.|code|@|person||
 credit_days|账期天数|Credit days|integer|0|person||
 visit_cycle_days|回访周期天数|Visit cycle days|integer|0|person||
 salesperson|销售员|Salesperson|text|@|person|people.name|
 active|有效|Active|yes_no|General|person||
 check|校验结果|Check|text|General|macro||
masters/products|产品|Products
 code|产品编码|Code|code|@|person||
 name|产品名称|Product|text|General|person||
 spec|规格|Spec|text|@|person||
 drawing_no|图号|Drawing no.|code|@|person||
 material|材质|Material|text|@|person||
 unit|单位|Unit|text|General|person||
 unit_weight_kg|单重kg|Unit weight kg|decimal|#,##0.######|person||
 supply|供应方式|Supply|choice|General|person||
 work_center|工作中心|Work centre|text|@|person|work_centers.name|
 post_days|后续工序天数|Post-forging days|integer|0|person||
 tax_rate|税率|Tax rate|percent|0.00%|person||
 guide_price|指导价|Guide price|price|#,##0.00##|person||
 floor_price|底价|Floor price|price|#,##0.00##|person||
 active|有效|Active|yes_no|General|person||
 check|校验结果|Check|text|General|macro||
masters/work_centers|工作中心|Work centers
 name|工作中心|Work centre|text|@|person||
 capacity_unit|产能单位|Capacity unit|text|General|person||
 daily_capacity|日产能|Daily capacity|decimal|#,##0.######|person||
 from_date|生效日期|From|date|yyyy-mm-dd|person||
 check|校验结果|Check|text|General|macro||
masters/calendar|日历|Calendar
 date|日期|Date|date|yyyy-mm-dd|person||
 kind|类别|Kind|choice|General|person||
 remark|备注|Remark|text|General|person||
 check|校验结果|Check|text|General|macro||
masters/settings|设置|Settings
 meaning|说明|Meaning|text|General|macro||
 value|值|Value|text|General|person||
 key|键|Key|text|General|person||
management/targets|目标|Targets
 period|期间|Period|period|@|person||
 subject|对象|Subject|text|@|person||
 indicator|指标|Indicator|choice|General|person||
 target|目标值|Target|money|#,##0.00|person||
 reason|调整原因|Reason|text|General|person||
 approved_by|批准人|Approved by|text|@|person|people.name|
 approved_on|批准日期|Approved on|date|yyyy-mm-dd|person||
 check|校验结果|Check|text|General|macro||
management/rules|扣分规则|Rules
 rule_no|序号|No.|integer|0|person||
 clause|条款|Clause|text|General|person||
 indicator|指标|Indicator|choice|General|person||
 kind|计分方式|Kind|choice|General|person||
 step_pct|每降百分点|Step %|decimal|#,##0.######|person||
 points|每档扣分|Points|decimal|#,##0.######|person||
 rounding|尾数|Rounding|choice|General|person||
 cap|扣分上限|Cap|decimal|#,##0.######|person||
 applies_to|适用对象|Applies to|choice|General|person||
 valid_from|启用日期|Valid from|date|yyyy-mm-dd|person||
 valid_to|停用日期|Valid to|date|yyyy-mm-dd|person||
 check|校验结果|Check|text|General|macro||
management/scoring|考核设置|Scoring
 meaning|说明|Meaning|text|General|macro||
 value|值|Value|text|General|person||
 key|键|Key|text|General|person||
management/costs|成本|Costs
 product|产品编码|Product|text|@|person|products.code|
 from_date|生效日期|From|date|yyyy-mm-dd|person||
 material_cost|材料成本|Material cost|price|#,##0.00##|person||
 unit_cost|单位成本|Unit cost|price|#,##0.00##|person||
 check|校验结果|Check|text|General|macro||
management/approvals|审批|Approvals
 order_no|承揽编号|Order no.|text|General|given||
 kind|事项|Matter|choice|General|given||
 check|校验结果|Check|text|General|macro||
 salesperson|销售员|Salesperson|text|@|given||
 customer|客户|Customer|text|@|given||
 product_name|产品名称|Product name|text|General|given||
 amount|金额|Amount|money|#,##0.00|given||
 unit_price|含税单价|Unit price|price|#,##0.00##|given||
 floor_price|底价|Floor price|price|#,##0.00##|given||
 decision|结论|Decision|choice|General|person||
 decided_by|决定人|Decided by|text|@|person|people.name|
 decided_on|决定日期|Decided on|date|yyyy-mm-dd|person||
 opinion|意见|Opinion|text|General|person||
 order_hash|登记指纹|Order fingerprint|text|General|given||hidden
management/rulings|投诉认定|Rulings
 complaint_no|投诉编号|Complaint no.|text|General|given||
 check|校验结果|Check|text|General|macro||
 date|日期|Date|date|yyyy-mm-dd|given||
 customer|客户|Customer|text|@|given||
 salesperson|销售员|Salesperson|text|@|given||
 description|投诉内容|Description|text|General|given||
 reported_severity|上报程度|Reported severity|choice|General|given||
 severity|认定程度|Severity|choice|General|person||
 confirmed|成立|Confirmed|choice|General|person||
 decided_by|决定人|Decided by|text|@|person|people.name|
 decided_on|决定日期|Decided on|date|yyyy-mm-dd|person||
 opinion|意见|Opinion|text|General|person||
management/branch_expenses|单位费用|Branch expenses
 date|日期|Date|date|yyyy-mm-dd|person||
 category|类别|Category|choice|General|person||
 amount|金额|Amount|money|#,##0.00|person||
 department|部门|Department|text|General|person||
 remark|备注|Remark|text|General|person||
 check|校验结果|Check|text|General|macro||
register/orders|承揽登记|Orders
 order_no|承揽编号|Order no.|text|General|given||
 status|状态|Status|status|General|macro||
 check|校验结果|Check|text|General|macro||
 order_date|登记日期|Order date|date|yyyy-mm-dd|person||
 customer|客户|Customer|text|@|person|customers.name|
 product|产品编码|Product|text|@|person|products.code|
 product_name|产品名称|Product name|text|General|macro||
 spec|规格|Spec|text|General|macro||
 unit|单位|Unit|text|General|macro||
 quantity|数量|Quantity|quantity|#,##0.###|person||
 unit_price|含税单价|Unit price|price|#,##0.00##|person||
 amount|金额|Amount|money|#,##0.00|macro||
 required_date|要求交期|Required date|date|yyyy-mm-dd|person||
 kind|业务类别|Kind|choice|General|person||
 plan_type|计划类别|Plan type|choice|General|person||
 customer_wish|客户要求|Customer wish|text|General|person||
 contract_no|合同编号|Contract no.|code|@|person||
 salesperson|销售员|Salesperson|text|@|person|people.name|
 remark|备注|Remark|text|General|person||
 market|市场|Market|choice|General|given||
 material|材质|Material|text|General|macro||
 tax_rate|税率|Tax rate|percent|0.00%|given||
 review|合同评审|Review|choice|General|macro||
 price_approval|特价批准|Price approval|choice|General|macro||
 cancelled_on|取消日期|Cancelled on|date|yyyy-mm-dd|person||
 cancel_reason|取消原因|Cancel reason|text|General|person||
 submitted_at|上报时间|Submitted at|datetime|yyyy-mm-dd hh:mm|given||
 plan_no|计划号|Plan no.|text|General|macro||
 completion_date|完成时间|Completion date|date|yyyy-mm-dd|macro||
 accepted_qty|入库数量|Accepted|quantity|#,##0.###|macro||
 delivered_qty|送货数量|Delivered|quantity|#,##0.###|macro||
 paid_amount|回款金额|Paid|money|#,##0.00|macro||
register/market_notes|市场信息|Market notes
 date|日期|Date|date|yyyy-mm-dd|person||
 source|来源|Source|text|General|person||
 party|客户或同行|Customer or competitor|text|@|person||
 topic|主题|Topic|choice|General|person||
 note|内容|Note|text|General|person||
 action|措施|Action|text|General|person||
 reported_to|反馈给|Reported to|text|@|person|people.name|
 reported_on|反馈日期|Reported on|date|yyyy-mm-dd|person||
 check|校验结果|Check|text|General|macro||
register/prospects|意向|Prospects
 date|日期|Date|date|yyyy-mm-dd|person||
 customer|客户|Customer|text|@|person||
 product|产品|Product|text|@|person||
 expected_amount|预计金额|Expected amount|money|#,##0.00|person||
 probability|把握|Probability|percent|0.00%|person||
 expected_month|预计签约月|Expected month|month|@|person||
 outcome|结果|Outcome|choice|General|person||
 order_no|承揽编号|Order no.|text|General|person||
 remark|备注|Remark|text|General|person||
 check|校验结果|Check|text|General|macro||
register/expenses|费用|Expenses
 date|日期|Date|date|yyyy-mm-dd|person||
 salesperson|销售员|Salesperson|text|@|person|people.name|
 category|类别|Category|choice|General|person||
 amount|金额|Amount|money|#,##0.00|person||
 department|部门|Department|text|General|person||
 customer|客户|Customer|text|@|person|customers.name|
 remark|备注|Remark|text|General|person||
 check|校验结果|Check|text|General|macro||
plan/plan_lines|计划明细|Plan lines
 plan_no|计划号|Plan no.|text|General|given||
 status|状态|Status|status|General|macro||
 check|校验结果|Check|text|General|macro||
 order_no|承揽编号|Order no.|text|General|given||
 customer|客户|Customer|text|@|given||
 product_name|产品名称|Product name|text|General|given||
 spec|规格|Spec|text|General|given||
 unit|单位|Unit|text|General|given||
 quantity|数量|Quantity|quantity|#,##0.###|given||
 required_date|要求交期|Required date|date|yyyy-mm-dd|given||
 work_center|工作中心|Work centre|text|@|person|work_centers.name|
 start_date|开工日期|Start|date|yyyy-mm-dd|given||
 completion_date|完成时间|Completion date|date|yyyy-mm-dd|given||
 fixed_date|指定完成时间|Fixed completion|date|yyyy-mm-dd|person||
 late_days|延期天数|Late days|integer|0|macro||
 returned_reason|退回原因|Return reason|text|General|person||
 remark|备注|Remark|text|General|person||
 customer_wish|客户要求|Customer wish|text|General|given||
 plan_type|计划类别|Plan type|choice|General|given||
 line_no|行号|Line|integer|0|given||
 revision|版次|Revision|text|General|given||
 issued_on|下达日期|Issued on|date|yyyy-mm-dd|given||
 order_date|登记日期|Order date|date|yyyy-mm-dd|given||
 kind|业务类别|Kind|choice|General|given||
 salesperson|销售员|Salesperson|text|@|given||
 submitted_at|上报时间|Submitted at|datetime|yyyy-mm-dd hh:mm|given||
 product|产品编码|Product|text|@|given||
 material|材质|Material|text|General|given||
 unit_price|含税单价|Unit price|price|#,##0.00##|given||
 order_hash|登记指纹|Order fingerprint|text|General|given||hidden
plan/load|负荷|Load
 work_center|工作中心|Work centre|text|@|macro||
 week|周|Week|text|General|macro||
 capacity|产能|Capacity|decimal|#,##0.######|macro||
 planned|已排|Planned|decimal|#,##0.######|macro||
 free|剩余|Free|decimal|#,##0.######|macro||
 load_pct|负荷率|Load %|percent|0.00%|macro||
 dates|起止日期|Dates|text|General|macro||
 unit|单位|Unit|text|General|macro||
plan/load_chart|负荷图|Load chart
 bar|序号|No.|integer|0|macro||
 work_center|工作中心|Work centre|text|@|macro||
 unit|单位|Unit|text|General|macro||
 caption|图名|Caption|text|General|macro||
 dates|起止日期|Dates|text|General|macro||
 planned|已排|Planned|decimal|#,##0.######|macro||
 capacity|产能|Capacity|decimal|#,##0.######|macro||
plan/trade_requests|外购需求|Trade requests
 request_no|需求号|Request no.|text|General|given||
 check|校验结果|Check|text|General|macro||
 order_no|承揽编号|Order no.|text|General|given||
 customer|客户|Customer|text|@|given||
 product|产品编码|Product|text|@|given||
 product_name|产品名称|Product name|text|General|given||
 quantity|数量|Quantity|quantity|#,##0.###|given||
 required_date|要求交期|Required date|date|yyyy-mm-dd|given||
 requested_on|上报日期|Requested on|date|yyyy-mm-dd|given||
 price_quoted|报价|Quoted price|price|#,##0.00##|person||
 arrival_promised|承诺到货|Arrival promised|date|yyyy-mm-dd|person||
 arrived_qty|到货数量|Arrived|quantity|#,##0.###|macro||
 salesperson|销售员|Salesperson|text|@|given||
 returned_reason|退回原因|Return reason|text|General|person||
 remark|备注|Remark|text|General|person||
 order_date|登记日期|Order date|date|yyyy-mm-dd|given||
 submitted_at|上报时间|Submitted at|datetime|yyyy-mm-dd hh:mm|given||
 order_hash|登记指纹|Order fingerprint|text|General|given||hidden
progress/progress|生产进度|Progress
 date|日期|Date|date|yyyy-mm-dd|person||
 order_no|承揽编号|Order no.|text|General|person||
 stage|工序|Stage|choice|General|person||
 qty_done|完成数量|Quantity done|quantity|#,##0.###|person||
 problem|问题|Problem|text|General|person||
 customer_feedback|客户意见|Customer feedback|text|General|person||
 action|措施|Action|text|General|person||
 check|校验结果|Check|text|General|macro||
warehouse/receipts|入库|Receipts
 receipt_no|入库单号|Receipt no.|text|General|given||
 check|校验结果|Check|text|General|macro||
 date|日期|Date|date|yyyy-mm-dd|person||
 order_no|承揽编号|Order no.|text|General|person||
 product|产品编码|Product|text|@|person|products.code|
 accepted_qty|合格数量|Accepted|quantity|#,##0.###|person||
 rejected_qty|不合格数量|Rejected|quantity|#,##0.###|person||
 heat_no|炉号|Heat no.|code|@|person||
 certificate_no|合格证号|Certificate no.|code|@|person||
 inspector|检验员|Inspector|text|@|person||
 remark|备注|Remark|text|General|person||
warehouse/outbound|出库|Outbound
 note_no|送货单号|Note no.|text|General|person||
 date|出库日期|Date|date|yyyy-mm-dd|person||
 keeper|库管员|Keeper|text|@|person|people.name|
 copy_returned_on|回单日期|Copy returned on|date|yyyy-mm-dd|person||
 remark|备注|Remark|text|General|person||
 check|校验结果|Check|text|General|macro||
warehouse/stock|库存|Stock
 order_no|承揽编号|Order no.|text|General|macro||
 product|产品编码|Product|text|@|macro||
 product_name|产品名称|Product name|text|General|macro||
 customer|客户|Customer|text|@|macro||
 accepted|累计入库|Accepted|quantity|#,##0.###|macro||
 delivered|累计送货|Delivered|quantity|#,##0.###|macro||
 on_hand|库存|On hand|quantity|#,##0.###|macro||
 age_days|库龄天数|Age days|integer|0|macro||
delivery/deliveries|送货|Deliveries
 note_no|送货单号|Note no.|text|General|given||
 line_no|行号|Line|integer|0|given||
 check|校验结果|Check|text|General|macro||
 date|送货日期|Date|date|yyyy-mm-dd|person||
 order_no|承揽编号|Order no.|text|General|person||
 customer|客户|Customer|text|@|macro||
 product_name|产品名称|Product name|text|General|macro||
 quantity|数量|Quantity|quantity|#,##0.###|person||
 unit_price|含税单价|Unit price|price|#,##0.00##|given||
 amount|金额|Amount|money|#,##0.00|macro||
 signed_on|签收日期|Signed on|date|yyyy-mm-dd|person||
 signed_qty|签收数量|Signed quantity|quantity|#,##0.###|person||
 receiver|收货人|Receiver|text|General|person||
 address|送货地址|Delivery address|text|General|person||
 heat_nos|炉号|Heat nos.|text|@|person||
 carrier|承运人|Carrier|text|General|person||
 vehicle|车号|Vehicle|code|@|person||
 return_of|退自送货单|Return of note|text|General|person||
 return_reason|退货原因|Return reason|text|General|person||
 disposition|退货处置|Disposition|choice|General|person||
 remark|备注|Remark|text|General|person||
 tax_rate|税率|Tax rate|percent|0.00%|given||
tracking/cards|跟踪卡|Cards
 card_no|卡号|Card no.|text|General|given||
 check|校验结果|Check|text|General|macro||
 customer|客户|Customer|text|@|person|customers.name|
 note_no|送货单号|Note no.|text|General|person||
 visit_date|回访日期|Visit date|date|yyyy-mm-dd|person||
 visitor|回访人|Visitor|text|@|person|people.name|
 method|方式|Method|choice|General|person||
 quality|质量评价|Quality|choice|General|person||
 satisfaction|满意度|Satisfaction|integer|0|person||
 service_satisfaction|服务满意度|Service satisfaction|integer|0|person||
 opinion|客户意见|Opinion|text|General|person||
 next_visit|下次回访|Next visit|date|yyyy-mm-dd|macro||
 usage|使用情况|Usage|text|General|person||
 products|产品|Products|text|General|macro||
 heat_nos|炉号|Heat nos.|text|General|macro||
 delivered_qty|送货数量|Delivered|quantity|#,##0.###|macro||
tracking/complaints|投诉|Complaints
 complaint_no|投诉编号|Complaint no.|text|General|given||
 check|校验结果|Check|text|General|macro||
 date|日期|Date|date|yyyy-mm-dd|person||
 customer|客户|Customer|text|@|person|customers.name|
 order_no|承揽编号|Order no.|text|General|person||
 description|投诉内容|Description|text|General|person||
 severity|程度|Severity|choice|General|person||
 confirmed|成立|Confirmed|choice|General|macro||
 owner|责任人|Owner|text|@|person|people.name|
 due_date|限期|Due|date|yyyy-mm-dd|person||
 closed_on|关闭日期|Closed on|date|yyyy-mm-dd|person||
 salesperson|销售员|Salesperson|text|@|person|people.name|
 note_no|送货单号|Note no.|text|General|person||
 heat_no|炉号|Heat no.|code|@|person||
 defect_qty|不良数量|Defective quantity|quantity|#,##0.###|person||
 responsible_unit|责任部门|Responsible unit|text|General|person||
 cause|原因|Cause|text|General|person||
 action|处理措施|Action|text|General|person||
 result|结果|Result|text|General|person||
tracking/visits_due|回访提醒|Visits due
 customer|客户|Customer|text|@|macro||
 salesperson|销售员|Salesperson|text|@|macro||
 last_visit|上次回访|Last visit|date|yyyy-mm-dd|macro||
 due_on|应访日期|Due|date|yyyy-mm-dd|macro||
 overdue_days|逾期天数|Overdue days|integer|0|macro||
collection/invoices|发票|Invoices
 invoice_no|发票号|Invoice no.|code|@|person||
 date|开票日期|Date|date|yyyy-mm-dd|person||
 customer|客户|Customer|text|@|person|customers.name|
 amount|金额|Amount|money|#,##0.00|person||
 due_date|到期日|Due date|date|yyyy-mm-dd|given||
 agreed_due_date|约定到期日|Agreed due date|date|yyyy-mm-dd|person||
 remark|备注|Remark|text|General|person||
 check|校验结果|Check|text|General|macro||
collection/invoice_lines|发票明细|Invoice lines
 invoice_no|发票号|Invoice no.|code|@|person||
 note_no|送货单号|Note no.|text|General|person||
 order_no|承揽编号|Order no.|text|General|person||
 amount|金额|Amount|money|#,##0.00|person||
 check|校验结果|Check|text|General|macro||
collection/payments|回款|Payments
 payment_no|回款编号|Payment no.|text|General|given||
 check|校验结果|Check|text|General|macro||
 date|回款日期|Date|date|yyyy-mm-dd|person||
 customer|客户|Customer|text|@|person|customers.name|
 invoice_no|发票号|Invoice no.|code|@|person||
 amount|金额|Amount|money|#,##0.00|person||
 method|方式|Method|choice|General|person||
 draft_no|票据号|Draft no.|code|@|person||
 draft_due|票据到期日|Draft due|date|yyyy-mm-dd|person||
 salesperson|销售员|Salesperson|text|@|macro||
 verified|财务核准|Verified|yes_no|General|person||
 verified_by|核准人|Verified by|text|@|person|people.name|
 verified_on|核准日期|Verified on|date|yyyy-mm-dd|person||
 remark|备注|Remark|text|General|person||
collection/ageing|账龄|Ageing
 customer|客户|Customer|text|@|macro||
 not_due|未到期|Not due|money|#,##0.00|macro||
 d1_30|1-30天|1-30|money|#,##0.00|macro||
 d31_60|31-60天|31-60|money|#,##0.00|macro||
 d61_90|61-90天|61-90|money|#,##0.00|macro||
 d91_180|91-180天|91-180|money|#,##0.00|macro||
 d181_365|181-365天|181-365|money|#,##0.00|macro||
 over_365|365天以上|Over 365|money|#,##0.00|macro||
 on_account|预收|On account|money|#,##0.00|macro||
 total|合计|Total|money|#,##0.00|macro||
""",
}
